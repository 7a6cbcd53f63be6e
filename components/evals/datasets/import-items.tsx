'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { count, plural } from '#components/ui/format.ts';
import { ImportDialog } from '#components/ui/overlay/import-dialog.tsx';
import type { ItemFormat } from '#server/evals/domain/item-format.ts';
import { ImportSource, type Source } from './import-source.tsx';
import { RejectedLines, rejectedOf } from './rejected-lines.tsx';

const NOTHING: Source = { fileName: null, text: '' };

/** Imports a file of items: all or none, unless the person chooses to keep the good lines. */
export function ImportItems({ name, version }: { name: string; version: number }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [source, setSource] = useState(NOTHING);
  const [partial, setPartial] = useState(false);
  const send = useMutation(trpc.evals.importItems.mutationOptions({ meta: { errors: 'inline' } }));
  const rejected = rejectedOf(send.error);
  const format = itemFormat(source.fileName, source.text);
  const large = new Blob([source.text]).size > BYTES_MAX;
  return (
    <ImportDialog
      title={`Import items into ${name}`}
      description={`CSV, NDJSON or a JSON array. Items are added or replaced by id; a change creates version ${version + 1}.`}
      trigger={
        <Button variant="primary" icon="export">
          Import items
        </Button>
      }
      send={send}
      isReady={source.text.trim() !== '' && !large}
      onOpen={() => {
        setSource(NOTHING);
        setPartial(false);
      }}
      onImport={() => send.mutate({ project: project.name, name, format, text: source.text, partial })}
      result={(data) => <Imported result={data} />}
    >
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
        <FieldError>{sentenceOf(send.error).replace(', or send ?partial=true', ', or keep the good lines')}</FieldError>
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
    </ImportDialog>
  );
}

/** A request of a page may have 1 MB; the rest is left for the message around the text. */
const BYTES_MAX = 900_000;

const TYPES = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
} satisfies Record<ItemFormat, string>;

/** The command for a file that is too large for a page: the HTTP API accepts 50 MB. */
function ImportTooLarge({ name, format, fileName }: { name: string; format: ItemFormat; fileName: string | null }) {
  return (
    <div className="grid gap-2">
      <FieldError>This is more than a page can send, 900 kB. Send the file itself, up to 50 MB:</FieldError>
      <KeySnippet
        scopes={['evals']}
        command={(edgeUrl, key) =>
          `curl ${edgeUrl}/api/v1/datasets/${encodeURIComponent(name)}/items -H "Authorization: Bearer ${key}" -H "Content-Type: ${TYPES[format]}" --data-binary @${fileName ?? `items.${format}`}`
        }
      />
    </div>
  );
}

/** The result of an import. */
function Imported({ result }: { result: Outputs['evals']['importItems'] }) {
  const { version, items, added, changed, unchanged, rejected, rejected_total: wrong } = result;
  return (
    <div className="grid gap-3" role="status">
      <p>
        {added + changed === 0
          ? `Nothing changed: the dataset stays at version ${version} with ${plural(items, 'item')}.`
          : `Version ${version} holds ${plural(items, 'item')}.`}
      </p>
      <p className="text-muted-foreground">
        {count(added)} added, {count(changed)} changed, {count(unchanged)} as they were
        {wrong > 0 ? `, ${count(wrong)} left out` : ''}.
      </p>
      {rejected.length > 0 && <RejectedLines rejected={rejected} />}
    </div>
  );
}

/** The format of a text, by the name of its file, else by its beginning. */
export function itemFormat(fileName: string | null, text: string): ItemFormat {
  const ending = /\.(\w+)$/.exec(fileName ?? '')?.[1]?.toLowerCase();
  if (ending === 'json') return text.trimStart().startsWith('{') && isLines(text) ? 'ndjson' : 'json';
  if (ending === 'ndjson' || ending === 'jsonl') return 'ndjson';
  if (ending === 'csv') return 'csv';
  const start = text.trimStart()[0];
  return start === '[' ? 'json' : start === '{' ? 'ndjson' : 'csv';
}

/** Whether a text has one object a line, for any name of the file. */
const isLines = (text: string): boolean => /\}\s*\n\s*\{/.test(text.slice(0, 100_000));
