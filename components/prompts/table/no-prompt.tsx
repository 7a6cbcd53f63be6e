import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { NewPrompt } from './new-prompt.tsx';

/** What a prompt is, and the two ways to make the first one. */
export function NoPrompt() {
  return (
    <>
      <PageHeadline>This project has no prompt yet.</PageHeadline>
      <Panel>
        <EmptyState level={2} title="Make the first prompt" className="pb-0" action={<NewPrompt />}>
          A prompt is a named place for versions: each is immutable, numbered, and has an author and a message. Write it
          here, or push it from your repository:
        </EmptyState>
        <div className="max-w-3xl px-5 pt-2.5 pb-7">
          <KeySnippet
            scopes={['registry']}
            command={(edgeUrl, key) =>
              `curl ${edgeUrl}/api/v1/prompts -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"name":"search/answer","type":"text"}'\ncurl ${edgeUrl}/api/v1/prompts/search%2Fanswer/versions -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"template":"Answer {{question}} in one sentence.","message":"First"}'`
            }
          />
        </div>
      </Panel>
    </>
  );
}
