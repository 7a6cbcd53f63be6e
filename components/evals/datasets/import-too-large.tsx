'use client';

import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { FieldError } from '#components/ui/field.tsx';
import type { ItemFormat } from './item-format.ts';

/** What a page may send in one request is 1 MB; a little of it goes to the message around the text. */
export const BYTES_MAX = 900_000;

const TYPES = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
} satisfies Record<ItemFormat, string>;

/** A file that is too large for a page goes the way that pipelines take, which holds 50 MB. */
export function ImportTooLarge({
  name,
  format,
  fileName,
}: {
  name: string;
  format: ItemFormat;
  fileName: string | null;
}) {
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
