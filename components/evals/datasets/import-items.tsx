'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '#components/shell/fault.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { ImportSource, type Source } from './import-source.tsx';
import { BYTES_MAX, ImportTooLarge } from './import-too-large.tsx';
import { Imported } from './imported.tsx';
import { itemFormat } from './item-format.ts';
import { RejectedLines, rejectedOf } from './rejected-lines.tsx';

const NOTHING: Source = { fileName: null, text: '' };

/** Puts a file of items into the dataset: all of it or nothing, unless the reader asks to keep the good lines. */
export function ImportItems({ name, version }: { name: string; version: number }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [open, setOpen] = useState(false);
  const [source, setSource] = useState(NOTHING);
  const [partial, setPartial] = useState(false);
  const send = useMutation(trpc.evals.importItems.mutationOptions({ meta: { errors: 'inline' } }));
  const rejected = rejectedOf(send.error);
  const format = itemFormat(source.fileName, source.text);
  const large = new Blob([source.text]).size > BYTES_MAX;
  function onOpenChange(next: boolean) {
    setOpen(next);
    if (!next) return;
    setSource(NOTHING);
    setPartial(false);
    send.reset();
  }
  return (
    <Dialog
      title={`Import items into ${name}`}
      description={`CSV, NDJSON or a JSON array. Items are put in by id; what changes makes version ${version + 1}.`}
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <Button variant="primary" icon="export">
          Import items
        </Button>
      }
      footer={
        send.data ? (
          <Button variant="primary" onClick={() => setOpen(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button
              variant="primary"
              disabled={source.text.trim() === '' || large || send.isPending}
              onClick={() => send.mutate({ project: project.name, name, format, text: source.text, partial })}
            >
              {send.isPending ? 'Importing' : 'Import'}
            </Button>
          </>
        )
      }
    >
      {send.data ? (
        <Imported result={send.data} />
      ) : (
        <div className="grid gap-3">
          <ImportSource
            source={source}
            format={format}
            onChange={(next) => {
              setSource(next);
              send.reset();
            }}
          />
          {large && <ImportTooLarge name={name} format={format} fileName={source.fileName} />}
          {send.error && (
            <FieldError>
              {sentenceOf(send.error).replace(', or send ?partial=true', ', or keep the good lines')}
            </FieldError>
          )}
          {rejected.length > 0 && <RejectedLines rejected={rejected} />}
          {rejected.length > 0 && (
            <Checkbox
              checked={partial}
              onChange={({ target }) => setPartial(target.checked)}
              hint="The lines above are left out."
            >
              Keep the good lines
            </Checkbox>
          )}
        </div>
      )}
    </Dialog>
  );
}
