'use client';

import { useState } from 'react';
import { inputLine } from '#components/evals/input-line.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { plural } from '#components/ui/format.ts';
import { type FailingInput, failingWords } from './lesson-words.ts';

/** One failing input to tick, with its expected answer where it is no item of the golden set yet. */
export function InputRow({ input, needsExpected }: { input: FailingInput; needsExpected: boolean }) {
  const { request, failing, requests, item } = input;
  const [ticked, tick] = useState(true);
  const line = inputLine(input.input);
  return (
    <li className="grid min-w-0 grid-cols-[minmax(0,1fr)_220px] items-start gap-3 border-b py-2 last:border-b-0 phone:grid-cols-1 phone:gap-1.5">
      <Checkbox
        name="request"
        value={request}
        checked={ticked}
        onChange={({ target }) => tick(target.checked)}
        className="min-w-0"
        hint={`${failingWords(failing)}${requests > 1 ? `, sent by ${plural(requests, 'request')}` : ''}${item === null ? '' : `. Already the item ${item}`}`}
      >
        <span className="line-clamp-3 [overflow-wrap:anywhere]" title={line.slice(0, 2_000)}>
          {line.slice(0, 2_000)}
        </span>
      </Checkbox>
      {item === null && ticked && (
        <Field label={needsExpected ? 'Expected answer' : 'Expected answer, optional'}>
          <Input name={`expected ${request}`} required={needsExpected} maxLength={100_000} />
        </Field>
      )}
    </li>
  );
}
