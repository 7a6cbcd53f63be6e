'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Timeline } from '#components/ui/data/timeline.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { count } from '#components/ui/format.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import type { EntryKind } from '#server/incidents/domain/incident.ts';
import type { Entry } from '../incident-words.ts';

const SHOWN = ['all', 'changes', 'signals', 'actions', 'notes'] as const;
type Shown = (typeof SHOWN)[number];

const KINDS: Record<Exclude<Shown, 'all'>, readonly EntryKind[]> = {
  ...{ changes: ['change'], signals: ['signal'], actions: ['action'], notes: ['note', 'communication'] },
};

const ICONS: Record<EntryKind, IconName> = {
  ...{ change: 'deployment', signal: 'alert', action: 'person', communication: 'note', note: 'note' },
};

const isShown = (shown: Shown, { kind }: Entry): boolean => shown === 'all' || KINDS[shown].includes(kind);

/** What happened, newest first, by kind, with a button that writes a note. */
export function TimelinePanel({ project, number }: { project: string; number: number }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.incidents.timeline.queryOptions({ project, number }),
    refetchInterval: AGAIN_MS.serving,
  });
  const [shown, setShown] = useQueryState('timeline', parseAsStringLiteral(SHOWN).withDefault('all'));
  const entries = data.filter((entry) => isShown(shown, entry)).toReversed();
  const word = (one: Shown) => one.charAt(0).toUpperCase() + one.slice(1);
  return (
    <Panel aria-label="Timeline">
      <PanelHeader title="Timeline" meta={<AddNote number={number} />} />
      <div className="overflow-x-auto border-b px-3 py-2">
        <Segmented
          label="Kind"
          options={SHOWN.map((one) => ({
            value: one,
            label: one === 'all' ? `All ${count(data.length)}` : word(one),
          }))}
          value={shown}
          onChange={(next) => void setShown(next)}
        />
      </div>
      {entries.length === 0 ? (
        <PanelBody className="text-muted-foreground">Nothing of this kind.</PanelBody>
      ) : (
        <Timeline
          entries={entries.map((entry) => ({
            key: String(entry.id),
            time: <Time at={entry.occurred_at} style="second" />,
            icon: ICONS[entry.kind],
            tone: entry.kind === 'signal' ? 'fail' : undefined,
            title: <Line project={project} entry={entry} />,
            detail: detailOf(entry),
          }))}
        />
      )}
    </Panel>
  );
}

function Line({ project, entry: { text, path } }: { project: string; entry: Entry }) {
  const words = <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</span>;
  return path === null ? words : <TextLink href={to.change(project, path)}>{words}</TextLink>;
}

const detailOf = ({ kind, actor, source, clock_skew }: Entry): string =>
  [
    kind,
    actor === null ? (source === 'alert' ? 'alert' : 'machine') : actor.name,
    clock_skew ? 'recorded before it is said to have happened' : '',
  ]
    .filter(Boolean)
    .join(' · ');

const FORM = 'add-note';

function AddNote({ number }: { number: number }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project, may } = useProject();
  const add = useMutation(
    trpc.incidents.addNote.mutationOptions({
      meta: { errors: 'inline', done: 'Note added' },
      onSuccess: () => setOpen(false),
    }),
  );
  if (may('incident.write') !== null) return null;
  return (
    <Dialog
      title="Add a note"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        add.reset();
      }}
      trigger={
        <Button size="sm" icon="note">
          Add note
        </Button>
      }
      footer={
        <Button type="submit" form={FORM} variant="primary" disabled={add.isPending}>
          Add
        </Button>
      }
    >
      <form
        id={FORM}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const text = String(new FormData(event.currentTarget).get('text')).trim();
          add.mutate({ project: project.name, number, note: { text } });
        }}
      >
        <Field label="Note">
          <Textarea name="text" required maxLength={4_000} />
        </Field>
        {add.error && <FieldError>{sentenceOf(add.error)}</FieldError>}
      </form>
    </Dialog>
  );
}
