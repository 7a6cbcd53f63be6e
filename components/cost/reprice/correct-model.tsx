'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { type Inputs, useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { plural } from '#components/ui/format.ts';
import { Confirm } from '#components/ui/overlay/confirm.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { WrittenRow } from '#server/models/prices/domain/row-entry.ts';
import { PreviewPanels } from './preview-panel.tsx';
import { type AskedRow, entriesOf, type PriceChange, problemsOf, rowInForce } from './price-draft.ts';
import { PriceEditor } from './price-editor.tsx';
import { type Preview, repriceSentences } from './reprice-words.ts';

type Correction = Inputs['reprice']['preview'];

/** Corrects the prices of one model: the rows, the time, what would change, and "Apply". The asked row is open at first. */
export function CorrectModel({
  model,
  prices,
  asked: askedRow,
}: {
  model: string;
  prices: readonly WrittenRow[];
  asked: AskedRow | null;
}) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const [changes, setChanges] = useState<PriceChange[]>([]);
  const [range, setRange] = useState({ from: '', to: '' });
  const [asked, setAsked] = useState<Correction | null>(null);
  const problems = changes.length === 0 ? [] : problemsOf(prices, changes);
  const wanted: Correction = {
    project: project.name,
    model,
    from: dayOf(range.from),
    to: dayOf(range.to),
    prices: changes.length === 0 ? undefined : entriesOf(changes),
  };
  const isAsked = asked !== null && JSON.stringify(asked) === JSON.stringify(wanted);
  const read = useQuery({
    ...trpc.reprice.preview.queryOptions(asked ?? wanted),
    enabled: asked !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const refusal = may('cost.reprice');
  return (
    <>
      <PriceEditor
        model={model}
        prices={prices}
        openAtFirst={askedRow && rowInForce(prices, askedRow)}
        changes={changes}
        problems={problems}
        onChange={setChanges}
      />
      <Panel>
        <PanelHeader title="Price again" qualifier="requests of this model" />
        <PanelBody className="flex flex-wrap items-end gap-3">
          <Field label="From" className="w-44">
            <Input
              type="date"
              value={range.from}
              onChange={(event) => setRange({ ...range, from: event.target.value })}
            />
          </Field>
          <Field label="Before" className="w-44">
            <Input type="date" value={range.to} onChange={(event) => setRange({ ...range, to: event.target.value })} />
          </Field>
          <Button
            variant={isAsked ? 'outline' : 'primary'}
            disabled={refusal !== null || problems.length > 0 || read.isFetching}
            title={refusal ?? undefined}
            onClick={() => (isAsked ? void read.refetch() : setAsked(wanted))}
          >
            {read.isFetching ? 'Reading requests' : 'Preview'}
          </Button>
          {isAsked && read.data && !read.isFetching && <Apply correction={wanted} preview={read.data} />}
        </PanelBody>
        <PanelBody className="border-t text-12 text-muted-foreground">
          {refusal ??
            'Days of UTC. Left empty: all requests that are kept, up to now. Nothing is written by a preview.'}
        </PanelBody>
      </Panel>
      {asked !== null && !isAsked && (
        <Panel>
          <PanelBody>The corrections have changed since the preview. Preview them again.</PanelBody>
        </Panel>
      )}
      {isAsked && read.isFetching && (
        <Panel>
          <SkeletonRows rows={4} label={`Pricing every request of ${model} again, without writing`} />
        </Panel>
      )}
      {isAsked && read.isError && !read.isFetching && (
        <Panel>
          {read.isLoadingError ? <NotLoaded read={read} /> : <FieldError>{sentenceOf(read.error)}</FieldError>}
        </Panel>
      )}
      {isAsked && read.data && !read.isFetching && <PreviewPanels project={project.name} preview={read.data} />}
    </>
  );
}

/** "Apply" with the reason; leads to the repricing that it starts. */
function Apply({ correction, preview }: { correction: Correction; preview: Preview }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { project } = useProject();
  const [reason, setReason] = useState('');
  const start = useMutation(trpc.reprice.start.mutationOptions({ meta: { errors: 'inline' } }));
  const rows = correction.prices?.length ?? 0;
  if (rows === 0 && preview.total.changed === 0) return null;
  const [first, ...more] = repriceSentences(preview.total, {
    stay: preview.stayUnknown,
    lacking: preview.lacking,
    done: false,
  });
  return (
    <Confirm
      title={`Correct the prices of ${correction.model}?`}
      effects={[
        ...(rows === 0 ? [] : [`${plural(rows, 'price row')} written to the model; new requests cost that at once.`]),
        first,
        ...more,
      ]}
      undo="correct the rows back, and price again"
      confirmLabel="Apply"
      tone="primary"
      blockedBecause={reason.trim() === '' ? 'Write why.' : undefined}
      onConfirm={() =>
        start
          .mutateAsync({ ...correction, reason: reason.trim(), rowsDigest: preview.rowsDigest })
          .then(({ id }) => router.push(to.reprice(project.name, { id })))
      }
      trigger={<Button variant="primary">{preview.total.changed === 0 ? 'Write the prices' : 'Apply'}</Button>}
    >
      <Field label="Why" hint="For the list of corrections and the audit log.">
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Confirm>
  );
}

/** A day of a date field, as its UTC midnight. */
const dayOf = (text: string): Date | undefined => (text === '' ? undefined : new Date(`${text}T00:00:00Z`));
