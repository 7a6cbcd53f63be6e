'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';

type Row = Outputs['evals']['contamination']['rows'][number];

/** Every golden set that shares items with what a model was trained on: how many, which, and why it still measures. */
export function ContaminationPanel({ rows }: { rows: readonly Row[] }) {
  return (
    <Panel>
      <PanelHeader title="Contamination" qualifier="golden sets that share items with training data" />
      <ul>
        {rows.map((row) => (
          <li
            key={`${row.golden.dataset} ${row.training.dataset} ${row.training.version}`}
            className="grid gap-1.5 border-b px-3 py-2.5 last:border-b-0"
          >
            <Shared row={row} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Shared({ row: { golden, training, models, sharedTotal, shared, reason } }: { row: Row }) {
  const { project } = useProject();
  const named = shared.slice(0, 3).map(({ goldenId }) => goldenId);
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
        <Badge tone={reason === null ? 'fail' : 'inconclusive'} icon="fail">
          Contaminated
        </Badge>
        <span className="min-w-0 [overflow-wrap:anywhere]">
          {sharedTotal} of the {plural(golden.items, 'item')} of{' '}
          <TextLink href={to.dataset(project.name, golden.dataset)}>
            {golden.dataset} {golden.version}
          </TextLink>{' '}
          {sharedTotal === 1 ? 'stands' : 'stand'} in {training.dataset} {training.version}, on which{' '}
          {models.join(', ')} {models.length === 1 ? 'was' : 'were'} trained: {named.join(', ')}
          {sharedTotal > named.length ? ` and ${sharedTotal - named.length} more` : ''}.
        </span>
      </div>
      {reason === null ? (
        <GiveReason dataset={golden.dataset} />
      ) : (
        <p className="text-12 text-muted-foreground">
          Accepted by {reason.by}: {reason.text}
        </p>
      )}
    </>
  );
}

/** The form that keeps a reason, for those who may weaken a gate. */
function GiveReason({ dataset }: { dataset: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { project, may } = useProject();
  const accept = useMutation(
    trpc.evals.acceptContamination.mutationOptions({
      meta: { errors: 'inline' },
      onSuccess: () => client.invalidateQueries({ queryKey: trpc.evals.contamination.queryKey() }),
    }),
  );
  const refused = may('gate.policy');
  if (refused !== null)
    return (
      <p className="text-12 text-muted-foreground">
        Nobody said why. Remove the items, or ask an admin to give a reason.
      </p>
    );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason'));
    accept.mutate({ project: project.name, dataset, reason });
  }
  const error = accept.error ? (fieldSentence(accept.error, 'reason') ?? sentenceOf(accept.error)) : undefined;
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Field
        label={`Why ${dataset} measures nevertheless`}
        hint="It is kept beside the score and in the audit log. Or remove the items."
        error={error}
        className="min-w-64 flex-1"
      >
        <Input name="reason" required minLength={3} maxLength={2000} autoComplete="off" />
      </Field>
      <Button type="submit" disabled={accept.isPending}>
        Keep the reason
      </Button>
    </form>
  );
}
