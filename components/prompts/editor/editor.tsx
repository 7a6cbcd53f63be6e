'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { TextLink } from '#components/ui/link.tsx';
import { notify } from '#components/ui/overlay/notify.ts';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { render } from '#server/prompts/domain/render.ts';
import type { Head } from '../prompt-tabs.tsx';
import { CodeField } from './code-field.tsx';
import { draftBody, draftOf, isEdited, type Start } from './draft.ts';
import { DraftNote } from './draft-note.tsx';
import { draftVersion } from './draft-version.ts';
import type { ModelPrice } from './estimate.ts';
import { EstimateLine } from './estimate-line.tsx';
import { MessagesField } from './messages-field.tsx';
import { SaveVersion } from './save-version.tsx';
import { SettingsFields } from './settings-fields.tsx';
import { TryText } from './try-text.tsx';
import { useDraft } from './use-draft.ts';

export type EditorProps = { head: Head; start: Start | null; models: readonly ModelPrice[] };

/** Writes the next version of a prompt, beginning with `start`. Every change is stored in this browser at once. */
export function Editor({ head, start, models }: EditorProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const { project, may } = useProject();
  const first = draftOf(start);
  const { draft, found, kept, change, begin, discard } = useDraft(project.name, head.name, first);
  const save = useMutation(
    trpc.prompts.createVersion.mutationOptions({
      meta: { errors: 'inline' },
      onSuccess: ({ version, isNew }) => {
        if (!isNew) return;
        discard();
        notify(`Version ${version} saved`);
        const from = draft.base ?? undefined;
        router.push(to.prompt(project.name, head.name, { from, to: from && version }));
      },
    }),
  );
  const body = draftBody(head.type, draft);
  const rendered = render(body, draft.values);
  const made = draftVersion(head.type, draft);
  const problems = made.ok ? [] : made.problems;
  const readOnly = may('prompt.write') !== null;
  const edited = isEdited(draft, first);

  function store() {
    if (made.ok) save.mutate({ project: project.name, name: head.name, ...made.input });
  }

  const known = save.data?.isNew === false ? save.data.version : null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,24rem)] items-start gap-4 compact:grid-cols-1 phone:gap-3">
      <div className="grid min-w-0 gap-4 phone:gap-3">
        <Panel>
          <PanelHeader
            title={head.type === 'text' ? 'Template' : 'Messages'}
            qualifier={draft.base === null ? 'the first version' : `begun with version ${draft.base}`}
          />
          <DraftNote
            found={found && edited}
            kept={kept}
            base={draft.base}
            start={start?.number ?? null}
            latest={head.latestVersion}
            onBegin={() => begin(first)}
          />
          {head.type === 'text' ? (
            <CodeField
              label="Template"
              value={draft.template}
              readOnly={readOnly}
              placeholder="Answer {{question}} in one sentence."
              onChange={(template) => change({ template })}
            />
          ) : (
            <MessagesField
              messages={draft.messages}
              readOnly={readOnly}
              onChange={(messages) => change({ messages })}
            />
          )}
        </Panel>
        <TryText body={body} values={draft.values} rendered={rendered} onChange={(values) => change({ values })} />
      </div>
      <Panel>
        <PanelHeader title="Settings" />
        <PanelBody className="border-b">
          <SettingsFields draft={draft} models={models} problems={problems} readOnly={readOnly} onChange={change} />
        </PanelBody>
        <PanelBody className="border-b">
          <EstimateLine
            body={rendered.ok ? filledBody(rendered.body) : body}
            filled={rendered.ok}
            draft={draft}
            models={models}
          />
        </PanelBody>
        <PanelBody>
          <SaveVersion
            next={(head.latestVersion ?? 0) + 1}
            message={draft.message}
            edited={edited}
            problems={problems}
            pending={save.isPending}
            error={save.error}
            notSaved={known !== null && <SameVersion name={head.name} version={known} />}
            onMessage={(message) => change({ message })}
            onSave={store}
          />
        </PanelBody>
      </Panel>
    </div>
  );
}

const filledBody = (body: Extract<ReturnType<typeof render>, { ok: true }>['body']) =>
  'text' in body ? { template: body.text } : body;

/** Saving a text and settings that a version already has makes no new version. */
function SameVersion({ name, version }: { name: string; version: number }) {
  const { project } = useProject();
  return (
    <p role="status" className="text-12">
      Nothing was saved: text and settings are those of{' '}
      <TextLink href={to.prompt(project.name, name, { tab: 'editor', version })}>version {version}</TextLink>, to the
      last character (same digest).
    </p>
  );
}
