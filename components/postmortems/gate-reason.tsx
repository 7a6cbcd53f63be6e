'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { GATE_REASON_WORDS, GATE_REASONS } from '#server/postmortems/domain/gate-reason.ts';
import { firstSentence, type Postmortem } from './postmortem-words.ts';

/** Why no gate and no canary stopped it: chosen from a list, and in words where the list does not have it. */
export function GateReason({ postmortem }: { postmortem: Postmortem }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const { number, version, gate_reason, gate_reason_text, gate_reason_by } = postmortem;
  const [isOther, setOther] = useState(false);
  const save = useMutation(
    trpc.postmortems.save.mutationOptions({
      meta: { errors: 'inline', done: 'Reason saved' },
      onSuccess: () => setOther(false),
    }),
  );
  const send = (change: { gate_reason: Postmortem['gate_reason']; gate_reason_text: string | null }) =>
    save.mutate({ project: project.name, number, change: { version, ...change } });
  const mayWrite = may('postmortem.write') === null;
  const isProposed = gate_reason !== null && gate_reason_by === null;
  function choose(value: string) {
    const reason = GATE_REASONS.find((one) => one === value) ?? null;
    setOther(reason === 'other');
    if (reason !== 'other') send({ gate_reason: reason, gate_reason_text: null });
  }
  function sendOther(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('reason') ?? '').trim();
    send({ gate_reason: 'other', gate_reason_text: text });
  }
  if (!mayWrite)
    return (
      <p className="font-medium">
        {gate_reason === null ? 'No reason is chosen yet.' : GATE_REASON_WORDS[gate_reason]}
        {gate_reason_text !== null && `: ${gate_reason_text}`}
      </p>
    );
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Field label="Why no gate or canary stopped it" hideLabel className="w-64 phone:w-full">
          <Select
            value={isOther ? 'other' : (gate_reason ?? '')}
            disabled={save.isPending}
            onChange={({ target }) => choose(target.value)}
          >
            <option value="">Choose a reason …</option>
            {GATE_REASONS.map((reason) => (
              <option key={reason} value={reason}>
                {GATE_REASON_WORDS[reason]}
              </option>
            ))}
          </Select>
        </Field>
        {isProposed && !isOther && (
          <>
            <span className="text-12 text-muted-foreground">Proposed from facts, please confirm.</span>
            <Button
              size="sm"
              disabled={save.isPending}
              className="print:hidden"
              onClick={() => send({ gate_reason, gate_reason_text })}
            >
              Confirm
            </Button>
          </>
        )}
      </div>
      {isOther ? (
        <form className="flex flex-wrap items-end gap-2" onSubmit={sendOther}>
          <Field label="Which other reason" className="flex-1 basis-64">
            <Input name="reason" required maxLength={2_000} autoComplete="off" />
          </Field>
          <Button type="submit" disabled={save.isPending}>
            Save the reason
          </Button>
        </form>
      ) : (
        gate_reason_text !== null && <p>{gate_reason_text}</p>
      )}
      {save.error && <FieldError>{firstSentence(save.error)}</FieldError>}
    </div>
  );
}
