'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { HORIZON_HOURS_MAX, HORIZON_HOURS_MIN } from '#server/cost/domain/cost-settings.ts';
import { WITHOUT_OUTCOME, type WithoutOutcome } from '#server/cost/domain/success.ts';
import type { CostPage } from './cost-words.ts';

const FORM = 'counting';
const WITHOUT_WORDS: Readonly<Record<WithoutOutcome, string>> = {
  failure: 'counts as failed',
  excluded: 'is left out',
};

/** The settings by which tasks count, for everybody in the project. Hidden from people without the permission. */
export function CountingDialog({ page }: { page: Pick<CostPage, 'horizonMs' | 'withoutOutcome'> }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project, may } = useProject();
  const update = useMutation(
    trpc.cost.updateSettings.mutationOptions({
      meta: { errors: 'inline', done: 'Tasks are counted anew' },
      onSuccess: () => setOpen(false),
    }),
  );
  if (may('cost.settings') !== null) return null;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const withoutOutcome = WITHOUT_OUTCOME.find((each) => each === form.get('withoutOutcome')) ?? 'failure';
    update.mutate({ project: project.name, horizonHours: Number(form.get('horizonHours')), withoutOutcome });
  }
  const wrong = update.error ? fieldSentence(update.error, 'horizonHours') : undefined;
  return (
    <Dialog
      title="How tasks count"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        update.reset();
      }}
      trigger={<Button size="sm">How tasks count</Button>}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary" disabled={update.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} className="grid gap-3">
        <Field
          label="Hours until a task counts"
          hint="From its start: as long as its outcome may take. Younger tasks are counted apart."
          error={wrong}
        >
          <Input
            name="horizonHours"
            type="number"
            required
            min={HORIZON_HOURS_MIN}
            max={HORIZON_HOURS_MAX}
            defaultValue={page.horizonMs / 3_600_000}
          />
        </Field>
        <Field label="A task without an outcome by then" hint="Where outcomes are sent of a sample only, leave it out.">
          <Select name="withoutOutcome" defaultValue={page.withoutOutcome}>
            {WITHOUT_OUTCOME.map((each) => (
              <option key={each} value={each}>
                {WITHOUT_WORDS[each]}
              </option>
            ))}
          </Select>
        </Field>
        {Boolean(update.error) && wrong === undefined && <FieldError>{sentenceOf(update.error)}</FieldError>}
      </form>
    </Dialog>
  );
}
