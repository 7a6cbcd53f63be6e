'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Timeline } from '#components/ui/data/timeline.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { count } from '#components/ui/format.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import type { EntryKind } from '#server/incidents/domain/incident.ts';
import type { Entry } from '../incident-words.ts';
import { AddNote, EntryActs } from './write-entry.tsx';

const SHOWN = ['all', 'changes', 'signals', 'actions', 'notes'] as const;
type Shown = (typeof SHOWN)[number];

const KINDS: Record<Exclude<Shown, 'all'>, readonly EntryKind[]> = {
  ...{ changes: ['change'], signals: ['signal'], actions: ['action'], notes: ['note', 'communication'] },
};

const ICONS: Record<EntryKind, IconName> = {
  ...{ change: 'deployment', signal: 'alert', action: 'person', communication: 'note', note: 'note' },
};

const isShown = (shown: Shown, { kind }: Entry): boolean => shown === 'all' || KINDS[shown].includes(kind);

/** What happened, newest first, by kind, pinned rows above; with a button that writes a note. */
export function TimelinePanel({ project, number }: { project: string; number: number }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.incidents.timeline.queryOptions({ project, number }),
    refetchInterval: AGAIN_MS.serving,
  });
  const [shown, setShown] = useQueryState('timeline', parseAsStringLiteral(SHOWN).withDefault('all'));
  const entries = data
    .filter((entry) => isShown(shown, entry))
    .toReversed()
    .sort((a, b) => Number(b.pinned) - Number(a.pinned));
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
            detail: <Detail number={number} entry={entry} />,
          }))}
        />
      )}
    </Panel>
  );
}

function Line({ project, entry: { text, path, withdrawn } }: { project: string; entry: Entry }) {
  const Text = withdrawn === null ? 'span' : 's';
  const words = <Text className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</Text>;
  return path === null ? words : <TextLink href={to.change(project, path)}>{words}</TextLink>;
}

/** Whose it is and why it was withdrawn, with what one may do about it. */
function Detail({ number, entry }: { number: number; entry: Entry }) {
  const { withdrawn } = entry;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span>
        {detailOf(entry)}
        {withdrawn !== null && ` · withdrawn by ${withdrawn.by.name}: ${withdrawn.reason}`}
      </span>
      <EntryActs number={number} entry={entry} />
    </span>
  );
}

const detailOf = ({ kind, actor, source, clock_skew, pinned }: Entry): string =>
  [
    pinned ? 'pinned' : '',
    kind,
    actor === null ? (source === 'alert' ? 'alert' : 'machine') : actor.name,
    clock_skew ? 'recorded before it is said to have happened' : '',
  ]
    .filter(Boolean)
    .join(' · ');
