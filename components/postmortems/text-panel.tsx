'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { GateReason } from './gate-reason.tsx';
import { type KeptText, readKept } from './kept-text.ts';
import type { Postmortem } from './postmortem-words.ts';
import { TextEditor } from './text-editor.tsx';
import { TextPreview } from './text-preview.tsx';

/** The text, to read or to edit. What this browser kept of an edit that was not saved is offered again. */
export function TextPanel({ postmortem }: { postmortem: Postmortem }) {
  const { project, may } = useProject();
  const { number, version, markdown, timeline } = postmortem;
  const [editing, setEditing] = useState<(KeptText & { isRestored: boolean }) | null>(null);
  const rows = new Set(timeline.map(({ id }) => id));
  function edit() {
    const kept = readKept(project.name, number);
    const isRestored = kept !== null && kept.text !== markdown;
    setEditing(isRestored ? { ...kept, isRestored } : { version, text: markdown, isRestored: false });
  }
  return (
    <Panel aria-label="Text">
      <PanelHeader
        title={editing === null ? 'Text' : `Editing version ${editing.version}`}
        meta={
          editing === null &&
          may('postmortem.write') === null && (
            <span className="flex gap-2 print:hidden">
              <TakeFacts number={number} />
              <Button size="sm" onClick={edit}>
                Edit
              </Button>
            </span>
          )
        }
      />
      <PanelBody>
        {editing === null ? (
          <TextPreview markdown={markdown} rows={rows} heads={{ gate: <GateReason postmortem={postmortem} /> }} />
        ) : (
          <TextEditor postmortem={postmortem} rows={rows} begun={editing} onClose={() => setEditing(null)} />
        )}
      </PanelBody>
    </Panel>
  );
}

function TakeFacts({ number }: { number: number }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const draft = useMutation(
    trpc.postmortems.draft.mutationOptions({ meta: { done: 'What is known by now stands in the text' } }),
  );
  return (
    <Button size="sm" disabled={draft.isPending} onClick={() => draft.mutate({ project: project.name, number })}>
      Take newer facts
    </Button>
  );
}
