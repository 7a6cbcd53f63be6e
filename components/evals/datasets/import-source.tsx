'use client';

import { bytes } from '#components/settings/about/bytes.ts';
import { Field } from '#components/ui/form/field.tsx';
import { FileField } from '#components/ui/form/file-input.tsx';
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
  const large = source.text.length > SHOWN_MAX;
  return (
    <>
      <FileField
        label="File"
        accept=".csv,.json,.jsonl,.ndjson,text/csv,application/json,application/x-ndjson"
        onFile={async (chosen) => {
          if (chosen) onChange({ fileName: chosen.name, text: await chosen.text() });
        }}
      />
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
