'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import type { SignalsData } from './signal-words.ts';

/** The texts that are looked for in outputs: a prompt that leaked is recognised by them. */
export function Canaries({ canaries }: { canaries: SignalsData['canaries'] }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const mayWrite = may('monitor.write') === null;
  const remove = useMutation(trpc.signals.putCanary.mutationOptions({ meta: { done: 'Canary removed' } }));
  return (
    <Panel>
      <PanelHeader title="Canaries" />
      <PanelBody className="grid gap-3">
        <p className="max-w-[92ch] text-muted-foreground">
          Put a text into a prompt that stands nowhere else, such as amber-7f3a9c1e, and name it here. An output that
          holds it has leaked the prompt.
        </p>
        {canaries.length > 0 && (
          <ul aria-label="Canaries" className="grid gap-2">
            {canaries.map(({ prompt, canary, updatedAt, updatedBy }) => (
              <li key={prompt ?? ''} className="flex flex-wrap items-center gap-x-3 gap-y-1 [overflow-wrap:anywhere]">
                <strong className="font-medium">{prompt ?? 'Every prompt'}</strong>
                <code>{canary}</code>
                <span className="text-12 text-muted-foreground">
                  set <Time at={updatedAt} /> by {updatedBy}
                </span>
                {mayWrite && (
                  <Button
                    size="sm"
                    disabled={remove.isPending}
                    onClick={() => remove.mutate({ project: project.name, prompt, canary: null })}
                  >
                    Remove<span className="sr-only"> the canary of {prompt ?? 'every prompt'}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {mayWrite && <SetCanary />}
      </PanelBody>
    </Panel>
  );
}

const EMPTY = { prompt: '', canary: '' };

/** Sets the canary of a prompt, in place of the one that it has. */
function SetCanary() {
  const trpc = useTRPC();
  const { project } = useProject();
  const [entry, setEntry] = useState(EMPTY);
  const put = useMutation(
    trpc.signals.putCanary.mutationOptions({
      meta: { errors: 'inline', done: 'Canary set. Outputs are searched from now on' },
      onSuccess: () => setEntry(EMPTY),
    }),
  );
  const wrong = put.error ? fieldSentence(put.error, 'canary') : undefined;
  const prompt = entry.prompt.trim();
  return (
    <form
      noValidate
      className="grid max-w-[92ch] grid-cols-[1fr_1fr_auto] items-start gap-3 phone:grid-cols-1"
      onSubmit={(event) => {
        event.preventDefault();
        put.mutate({ project: project.name, prompt: prompt === '' ? null : prompt, canary: entry.canary.trim() });
      }}
    >
      <Field label="Prompt" hint="Left empty: every prompt.">
        <Input
          maxLength={200}
          value={entry.prompt}
          onChange={(event) => setEntry({ ...entry, prompt: event.target.value })}
        />
      </Field>
      <Field label="Canary" hint="At least 12 characters, with a digit or a mark." error={wrong}>
        <Input
          maxLength={200}
          value={entry.canary}
          onChange={(event) => setEntry({ ...entry, canary: event.target.value })}
        />
      </Field>
      <Button type="submit" variant="primary" className="mt-5" disabled={put.isPending || entry.canary.trim() === ''}>
        {put.isPending ? 'Setting' : 'Set it'}
      </Button>
      {put.error && !wrong && <FieldError>{sentenceOf(put.error)}</FieldError>}
    </form>
  );
}
