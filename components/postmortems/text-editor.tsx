'use client';

import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { extraOf, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Select, Textarea } from '#components/ui/form/input.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { textFault } from '#server/platform/pure/markdown-limits.ts';
import { cite } from '#server/postmortems/domain/citations.ts';
import { ChooseSides, type EditConflict, editConflict } from './choose-sides.tsx';
import { type KeptText, keepText } from './kept-text.ts';
import { firstSentence, type Postmortem } from './postmortem-words.ts';
import { TextPreview } from './text-preview.tsx';

/**
 * The editor of a text in Markdown with its preview. Every change is kept in this browser until it is saved, so that a
 * failure loses nothing. Where others changed the same lines, both stand side by side to choose from.
 */
export function TextEditor({
  postmortem: { number, timeline },
  rows,
  begun,
  onClose,
}: {
  postmortem: Postmortem;
  rows: ReadonlySet<number>;
  begun: KeptText & { isRestored: boolean };
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [{ version, text }, setEdit] = useState<KeptText>(begun);
  const [shown, setShown] = useState<'write' | 'preview'>('write');
  const [conflict, setConflict] = useState<EditConflict | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const save = useMutation(
    trpc.postmortems.save.mutationOptions({
      meta: { errors: 'inline', done: 'Saved' },
      onSuccess: () => {
        keepText(project.name, number, null);
        onClose();
      },
      onError: (error) => setConflict(editConflict(extraOf(error))),
    }),
  );
  function change(next: KeptText) {
    setEdit(next);
    keepText(project.name, number, next);
  }
  function insert(id: number) {
    const at = area.current?.selectionEnd ?? text.length;
    change({ version, text: `${text.slice(0, at)}${cite(id)}${text.slice(at)}` });
  }
  if (conflict !== null) {
    return (
      <ChooseSides
        conflict={conflict}
        sentence={save.error ? sentenceOf(save.error) : ''}
        onChoose={(chosen) => {
          change({ version: conflict.version, text: chosen });
          setConflict(null);
          save.reset();
        }}
      />
    );
  }
  const fault = textFault(text) ?? (save.error && firstSentence(save.error));
  return (
    <div className="grid gap-3">
      {begun.isRestored && (
        <p role="status" className="text-12 text-muted-foreground">
          This is text that you did not save, made from version {begun.version}. Discard it to see the newest.
        </p>
      )}
      <div className="flex flex-wrap items-end justify-between gap-2">
        <Segmented
          label="Show"
          options={[
            { value: 'write', label: 'Markdown' },
            { value: 'preview', label: 'Preview' },
          ]}
          value={shown}
          onChange={setShown}
        />
        <Field label="Cite a row of the timeline" className="w-72 phone:w-full">
          <Select value="" onChange={(event) => event.target.value !== '' && insert(Number(event.target.value))}>
            <option value="">Choose a row …</option>
            {timeline.map(({ id, at, text: words }) => (
              <option key={id} value={id}>
                t{id} {at.toISOString().slice(11, 16)} {words.slice(0, 80)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {shown === 'preview' ? (
        <TextPreview markdown={text} rows={rows} />
      ) : (
        <Field
          label="Text in Markdown"
          hint="A number needs a citation, [^t…], in its sentence. HTML is not rendered, images are not loaded."
        >
          <Textarea
            ref={area}
            rows={28}
            spellCheck
            className="font-mono text-12"
            value={text}
            onChange={(event) => change({ version, text: event.target.value })}
          />
        </Field>
      )}
      {fault && <FieldError>{fault}</FieldError>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          onClick={() => {
            keepText(project.name, number, null);
            onClose();
          }}
        >
          Discard
        </Button>
        <Button
          variant="primary"
          disabled={save.isPending || textFault(text) !== null}
          onClick={() => save.mutate({ project: project.name, number, change: { version, markdown: text } })}
        >
          Save the version
        </Button>
      </div>
    </div>
  );
}
