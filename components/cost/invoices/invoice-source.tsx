'use client';

import { type DragEvent, useId, useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Field } from '#components/ui/form/field.tsx';
import { FileInput } from '#components/ui/form/file-input.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import { count } from '#components/ui/format.ts';

export type Source = { name: string | null; text: string };

/** More text than this makes a text field slow; the name of the file is then shown in its place. */
const SHOWN_MAX = 200_000;

/** A file that is dropped or chosen, or pasted text. */
export function InvoiceSource({ source, onChange }: { source: Source; onChange: (source: Source) => void }) {
  const file = useId();
  const [over, setOver] = useState(false);
  const take = async (chosen: File | undefined) => {
    if (chosen) onChange({ name: chosen.name, text: await chosen.text() });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <>
      <label
        htmlFor={file}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'grid cursor-pointer gap-2 rounded-md border border-dashed border-border-strong px-3 py-3',
          over && 'bg-accent',
        )}
      >
        <span className="text-12 font-medium">Drop a file here, or choose one</span>
        <FileInput id={file} accept=".csv,.json,text/csv,application/json" onFile={(chosen) => void take(chosen)} />
      </label>
      {source.text.length > SHOWN_MAX ? (
        <p className="text-12 text-muted-foreground">
          {source.name}, {count(source.text.length)} characters.
        </p>
      ) : (
        <Field label="or paste it here" hint="The format is read from the text.">
          <Textarea
            rows={7}
            spellCheck={false}
            className="font-mono text-12"
            value={source.text}
            onChange={({ target }) => onChange({ name: source.name, text: target.value })}
          />
        </Field>
      )}
    </>
  );
}
