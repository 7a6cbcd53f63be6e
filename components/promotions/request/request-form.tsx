'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { fullVariantWords } from '#components/promotions/promotion-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { to as addressOf } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Select, Textarea } from '#components/ui/form/input.tsx';
import { plural } from '#components/ui/format.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { DEFAULT_ENVIRONMENT, DEFAULT_SOURCE } from '#server/projects/domain/environments.ts';
import { RequestPreview } from './request-preview.tsx';

export type RequestValues = { version: number; from: string; to: string; note: string; model_reason: string };

/** The version, its target, the verdict that the gate would give now, and a note. */
export function RequestForm({
  id,
  prompt,
  version: given,
  to: target,
  error,
  onReady,
  onSend,
}: {
  id: string;
  prompt: string;
  version?: number;
  to?: string;
  error: unknown;
  /** Whether the chosen version and target can be requested. */
  onReady: (ready: boolean) => void;
  onSend: (values: RequestValues) => void;
}) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [chosen, setChosen] = useState<{ version?: number; to?: string }>({
    version: given,
    to: target ?? DEFAULT_ENVIRONMENT,
  });
  const read = useQuery({
    ...trpc.promotions.requestForm.queryOptions({ project: project.name, prompt, ...chosen }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const form = read.data;
  const version = chosen.version ?? form?.versions[0]?.version;
  const environment = form?.environments.find(({ name }) => name === chosen.to) ?? form?.environments.at(-1);
  const open = environment?.openPromotion ?? null;
  const ready = version !== undefined && environment !== undefined && open === null;
  useEffect(() => onReady(ready), [onReady, ready]);
  // The preview needs a version and a target: the first read returns which there are.
  if (form && (chosen.version !== version || chosen.to !== environment?.name)) {
    setChosen({ version, to: environment?.name });
  }
  if (read.isLoadingError) return <FieldError>{sentenceOf(read.error, { reading: true })}</FieldError>;
  if (!form) return <SkeletonRows rows={4} label="Loading what can be promoted" />;
  if (version === undefined || !environment) return <p>This prompt has no version yet. Write one first.</p>;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!ready || version === undefined || !environment) return;
    const data = new FormData(event.currentTarget);
    const text = (field: string) => String(data.get(field) ?? '').trim();
    const at = form?.environments.findIndex(({ name }) => name === environment.name) ?? 0;
    onSend({
      version,
      from: form?.environments[Math.max(0, at - 1)]?.name ?? DEFAULT_SOURCE,
      to: environment.name,
      note: text('note'),
      model_reason: text('model_reason'),
    });
  }

  const reasonFault = error ? fieldSentence(error, 'model_reason') : undefined;
  const byField = error ? (fieldSentence(error, 'note') ?? fieldSentence(error, 'version')) : undefined;
  return (
    <form id={id} onSubmit={submit} className="grid gap-3">
      <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
        <Field label="Version">
          <Select value={version} onChange={({ target: at }) => setChosen({ ...chosen, version: Number(at.value) })}>
            {form.versions.map((one) => (
              <option key={one.version} value={one.version}>
                {one.version}
                {one.message ? `: ${one.message.slice(0, 60)}` : ''}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="To">
          <Select value={environment.name} onChange={({ target: at }) => setChosen({ ...chosen, to: at.value })}>
            {form.environments.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <RequestTarget environment={environment} />
      {open !== null ? (
        <OpenPromotion id={open} to={environment.name} />
      ) : (
        <RequestPreview preview={form.preview} stale={read.isPlaceholderData} to={environment.name} />
      )}
      {form.modelGoes !== null && (
        <Field label="Reason for this model" hint={form.modelGoes} error={reasonFault}>
          <Textarea name="model_reason" rows={2} maxLength={2000} />
        </Field>
      )}
      <Field label="Note, optional" hint="Why now: who approves reads it first.">
        <Textarea name="note" rows={2} maxLength={2000} />
      </Field>
      {Boolean(error) && !reasonFault && <FieldError>{byField ?? sentenceOf(error)}</FieldError>}
    </form>
  );
}

/** A prompt and environment have at most one open promotion: where there is one, it is named and linked. */
function OpenPromotion({ id, to }: { id: string; to: string }) {
  const { project } = useProject();
  return (
    <div
      role="status"
      className="flex items-start gap-2 rounded-md border border-border-strong bg-inconclusive-soft px-3 py-2"
    >
      <Icon name="inconclusive" size={14} className="mt-[3px] text-inconclusive" />
      <p className="min-w-0">
        A promotion of this prompt to {to} is open. It is decided or cancelled before the next one.{' '}
        <TextLink href={addressOf.promotion(project.name, id)}>Open it</TextLink>
      </p>
    </div>
  );
}

type Environment = Outputs['promotions']['requestForm']['environments'][number];

/** What serves the target now, and how many people must approve. */
function RequestTarget({ environment }: { environment: Environment }) {
  const { name, serving, requiredApprovals } = environment;
  const now = serving ? `${fullVariantWords(serving)} serves ${name} now` : `Nothing serves ${name} yet`;
  const approvals =
    requiredApprovals === 0
      ? 'no approval is needed: a passed gate deploys at once'
      : `${plural(requiredApprovals, 'approval')} by another person`;
  return (
    <p className="text-12 text-muted-foreground">
      {now.charAt(0).toUpperCase() + now.slice(1)}; {approvals}.
    </p>
  );
}
