'use client';

import { useState } from 'react';
import { z } from 'zod';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import type { MergePart } from '#server/postmortems/domain/merge-texts.ts';

const lines = z.array(z.string());
const conflictSchema = z.object({
  current: z.object({ version: z.number(), by: z.string().nullable() }),
  parts: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('same'), lines }),
      z.object({ kind: z.literal('conflict'), base: lines, mine: lines, theirs: lines }),
    ]),
  ),
});

/** Two edits of the same lines: the merge so far, and the version on which the choice is saved. */
export type EditConflict = { version: number; by: string; parts: MergePart[] };

/** The conflict that a refusal carries; null where it is another one. */
export function editConflict(extra: Record<string, unknown>): EditConflict | null {
  const { data } = conflictSchema.safeParse(extra);
  return data === undefined
    ? null
    : { version: data.current.version, by: data.current.by ?? 'the other', parts: data.parts };
}

const SIDES = ['mine', 'theirs', 'both'] as const;
type Side = (typeof SIDES)[number];

/** Both texts of each place that two people changed, with the choice of what stands; nothing is chosen for them. */
export function ChooseSides({
  conflict: { parts, by },
  sentence,
  onChoose,
}: {
  conflict: EditConflict;
  sentence: string;
  onChoose: (text: string) => void;
}) {
  const [chosen, setChosen] = useState<Partial<Record<number, Side>>>({});
  const places = parts.flatMap((part, at) => (part.kind === 'conflict' ? [{ ...part, at }] : []));
  const isDone = places.every(({ at }) => chosen[at] !== undefined);
  const words: Record<Side, string> = { mine: 'Mine', theirs: `That of ${by}`, both: 'Both' };
  const text = () =>
    parts
      .flatMap((part, at) => {
        if (part.kind === 'same') return part.lines;
        const side = chosen[at];
        return [...(side === 'theirs' ? [] : part.mine), ...(side === 'mine' ? [] : part.theirs)];
      })
      .join('\n');
  return (
    <div className="grid gap-4">
      <FieldError>{sentence}</FieldError>
      {places.map(({ at, mine, theirs }, i) => (
        <section key={at} aria-label={`Place ${i + 1}`} className="grid gap-2 rounded-md border p-3">
          <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
            <Text title="You wrote" lines={mine} />
            <Text title={`${by} wrote`} lines={theirs} />
          </div>
          <Segmented
            label={`What stands at place ${i + 1}`}
            options={SIDES.map((value) => ({ value, label: words[value] }))}
            value={chosen[at] ?? null}
            onChange={(side) => setChosen({ ...chosen, [at]: side })}
          />
        </section>
      ))}
      <div className="flex justify-end">
        <Button variant="primary" disabled={!isDone} onClick={() => onChoose(text())}>
          Use this text
        </Button>
      </div>
    </div>
  );
}

function Text({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <h3 className="text-12 font-medium text-muted-foreground">{title}</h3>
      <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        {lines.join('\n').trim() === '' ? <i>nothing: the lines are removed</i> : lines.join('\n')}
      </p>
    </div>
  );
}
