'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { daysOffered } from '#server/models/domain/confirmable.ts';
import { daysUntil } from '#server/models/domain/status.ts';
import { AddModel } from './model-dialog.tsx';
import { daysInWords } from './model-words.ts';
import { askInWords, saidInWords } from './proposal-words.ts';

type InboxRow = Outputs['models']['inbox']['waiting'][number];

/** One proposal: what the text states about a model, its sentences, the open questions, and the three decisions. */
export function ProposalCard({ row }: { row: InboxRow }) {
  const now = useNow();
  const { proposal, registered } = row;
  const day = proposal.retiresOn;
  return (
    <li className="grid gap-2 border-b px-3 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-mono text-12 [overflow-wrap:anywhere]">{proposal.model}</span>
        <Badge tone="inconclusive" icon="inconclusive">
          {row.isClear ? 'Needs a person' : 'Asks something'}
        </Badge>
      </div>
      <h3 className="text-16 font-semibold">
        {day === null
          ? 'No certain day'
          : `Retires ${calendarDay(day, now)}, ${daysInWords(daysUntil(day, new Date(now)))}`}
      </h3>
      {proposal.sentences.map((sentence) => (
        <blockquote key={sentence} className="rounded-md bg-muted px-3 py-2 [overflow-wrap:anywhere]">
          {sentence}
        </blockquote>
      ))}
      <ul className="grid gap-0.5 text-12 text-muted-foreground">
        {saidInWords(proposal, now).map((text) => (
          <li key={text}>{text}</li>
        ))}
        {proposal.asks.map((each) => (
          <li key={`${each.ask} ${each.candidates.join()}`} className="text-foreground">
            {askInWords(each, now)}
          </li>
        ))}
        <li>
          From{' '}
          {row.sourceUrl === null ? `a text pasted by ${row.pastedBy}` : `${row.sourceUrl}, read by ${row.pastedBy}`}{' '}
          <Time at={row.pastedAt} />
          {row.publishedOn === null ? '' : `, of ${calendarDay(row.publishedOn, now)}`}.
        </li>
      </ul>
      {registered.length === 0 ? <Unregistered id={row.id} model={proposal.model} /> : <Decision row={row} />}
    </li>
  );
}

/** A model that the registry does not have cannot get a date. */
function Unregistered({ id, model }: { id: string; model: string }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p className="text-12">{model} is not in the registry: add it under its provider, then confirm its day.</p>
      <AddModel />
      <Dismiss id={id} />
    </div>
  );
}

function Decision({ row: { id, proposal, registered } }: { row: InboxRow }) {
  const trpc = useTRPC();
  const now = useNow();
  const { project, may } = useProject();
  const [changing, setChanging] = useState(false);
  const [model, setModel] = useState(0);
  const confirm = useMutation(trpc.models.confirmProposal.mutationOptions({ meta: { errors: 'inline' } }));
  const refusal = may('model.write');
  const chosen = registered[model] ?? registered[0];
  const offered = daysOffered(proposal.retiresOn, proposal.asks);
  const send = (retiresOn: string) => {
    if (chosen) confirm.mutate({ project: project.name, id, ...chosen, retiresOn });
  };
  return (
    <div className="grid gap-2">
      {registered.length > 1 && (
        <Field label="Which model" className="max-w-80">
          <Select value={model} onChange={({ target }) => setModel(Number(target.value))}>
            {registered.map((each, i) => (
              <option key={`${each.provider}/${each.modelId}`} value={i}>
                {each.provider}/{each.modelId}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {offered.slice(0, 3).map((day, i) => (
          <Button
            key={day}
            variant={offered.length === 1 && i === 0 ? 'primary' : undefined}
            disabled={refusal !== null || confirm.isPending}
            title={refusal ?? undefined}
            onClick={() => send(day)}
          >
            Confirm {calendarDay(day, now)}
          </Button>
        ))}
        <Button aria-expanded={changing} disabled={refusal !== null} onClick={() => setChanging(!changing)}>
          Change the date
        </Button>
        <Dismiss id={id} />
      </div>
      {changing && (
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            const day = String(new FormData(event.currentTarget).get('retires_on'));
            if (day !== '') send(day);
          }}
        >
          <Field label="Retires on">
            <Input name="retires_on" type="date" defaultValue={offered[0]} required className="w-44" />
          </Field>
          <Button type="submit" disabled={confirm.isPending}>
            Confirm this date
          </Button>
        </form>
      )}
      {Boolean(confirm.error) && <FieldError>{sentenceOf(confirm.error)}</FieldError>}
    </div>
  );
}

function Dismiss({ id }: { id: string }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const dismiss = useMutation(trpc.models.dismissProposal.mutationOptions());
  return (
    <Button
      disabled={may('model.write') !== null || dismiss.isPending}
      onClick={() => dismiss.mutate({ project: project.name, id })}
    >
      Not a date
    </Button>
  );
}
