'use client';

import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { AnswerHeader } from '#components/ui/answer-header.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';

/** What a promotion is, and the two ways to ask for one. */
export function NoPromotion() {
  const { project } = useProject();
  return (
    <>
      <AnswerHeader>Nobody has asked for a promotion yet.</AnswerHeader>
      <Panel>
        <EmptyState
          level={2}
          title="No promotion yet"
          className="pb-0"
          action={<ButtonLink href={to.prompts(project.name)}>Choose a prompt</ButtonLink>}
        >
          A promotion moves a version from one environment to the next: its gate compares it with what serves, category
          by category, and somebody else approves it. Ask for one on the page of a prompt, or from your pipeline:
        </EmptyState>
        <div className="max-w-3xl px-5 pt-2.5 pb-7">
          <KeySnippet
            scopes={['promote']}
            command={(edgeUrl, key) =>
              `curl ${edgeUrl}/api/v1/promotions -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"prompt":"NAME","version":2,"to":"production"}'`
            }
          />
        </div>
      </Panel>
    </>
  );
}
