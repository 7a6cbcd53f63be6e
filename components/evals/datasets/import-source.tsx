'use client';

import { useId } from 'react';
import { bytes } from '#components/settings/about/bytes.ts';
import { Field } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import type { ItemFormat } from '#server/evals/domain/item-format.ts';

export type Source = { fileName: string | null; text: string };

const FORMATS = { json: 'JSON', ndjson: 'NDJSON', csv: 'CSV' } satisfies Record<ItemFormat, string>;

/** More text than this makes a text field slow; the name of the file is then shown instead of its content. */
const SHOWN_MAX = 200_000;

/** A file from the person's machine, or pasted text. */
export function ImportSource({
  source,
  format,
  onChange,
}: {
  source: Source;
  format: ItemFormat;
  onChange: (source: Source) => void;
}) {
  const file = useId();
  const large = source.text.length > SHOWN_MAX;
  return (
    <>
      <div className="grid gap-1">
        <label htmlFor={file} className="text-12 font-medium">
          File
        </label>
        <input
          id={file}
          type="file"
          accept=".csv,.json,.jsonl,.ndjson,text/csv,application/json,application/x-ndjson"
          className="w-full text-13 file:mr-2.5 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-border-strong file:bg-card file:px-3 file:font-medium file:text-foreground"
          onChange={async ({ target }) => {
            const chosen = target.files?.[0];
            if (chosen) onChange({ fileName: chosen.name, text: await chosen.text() });
          }}
        />
      </div>
      {large ? (
        <p className="text-12 text-muted-foreground">
          {source.fileName}, {bytes(source.text.length)}, read as {FORMATS[format]}.
        </p>
      ) : (
        <Field
          label="or paste them here"
          hint={
            source.text.trim() === ''
              ? 'CSV with a header: id, expected, category, weight and tags are known; every other column is a variable of the input.'
              : `Read as ${FORMATS[format]}.`
          }
        >
          <Textarea
            rows={7}
            spellCheck={false}
            className="font-mono text-12"
            value={source.text}
            onChange={({ target }) => onChange({ fileName: null, text: target.value })}
          />
        </Field>
      )}
    </>
  );
}
