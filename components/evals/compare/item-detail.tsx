'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useProject } from '#components/shell/project-context.tsx';
import { statusOf } from '#components/shell/reads/fault.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { Chip, Mono } from '#components/ui/tags.tsx';
import { AnswerSide, type CompareItem } from './answer-side.tsx';
import { compareParsers } from './compare-state.ts';

/** One item: input, expected text, both answers with their different words marked, and their scores. */
export function ItemDetail({
  runs,
  id,
  known,
}: {
  runs: { run: string; baseline: string };
  id: string;
  /** The row of the list, shown until the whole item is loaded. */
  known: CompareItem | undefined;
}) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [{ view, repeat }, setState] = useQueryStates(compareParsers);
  const read = useQuery({
    ...trpc.evals.compareItem.queryOptions({ project: project.name, ...runs, item: id }),
    enabled: known === undefined,
  });
  const item = known ?? read.data;
  if (!item && read.isError) {
    return (
      <Panel>
        {statusOf(read.error) === 404 ? (
          <PanelBody>These runs have no item {id}. Choose one from the list.</PanelBody>
        ) : (
          <NotLoaded read={read} />
        )}
      </Panel>
    );
  }
  if (!item) {
    return (
      <Panel>
        <SkeletonRows rows={6} label={`Loading item ${id}`} />
      </Panel>
    );
  }
  const repeats = Math.max(item.baseline.repeats, item.candidate.repeats);
  const at = Math.min(Math.max(repeat, 1), Math.max(repeats, 1)) - 1;
  return (
    <Panel aria-label={`Item ${item.item}`}>
      <PanelHeader
        title={
          <span className="[overflow-wrap:anywhere]">
            Item <Mono>{item.item}</Mono>
          </span>
        }
        badge={
          <>
            <Chip className="max-w-56 overflow-hidden">{item.category}</Chip>
            <Change delta={item.delta} />
          </>
        }
        meta={
          <>
            {repeats > 1 && (
              <Segmented
                label="Repeat"
                value={String(at + 1)}
                onChange={(next) => void setState({ repeat: Number(next) })}
                options={Array.from({ length: Math.min(repeats, 10) }, (_, index) => ({
                  value: String(index + 1),
                  label: String(index + 1),
                }))}
              />
            )}
            <Segmented
              label="View"
              value={view}
              onChange={(next) => void setState({ view: next })}
              options={[
                { value: 'diff', label: 'Word diff' },
                { value: 'plain', label: 'Plain' },
              ]}
            />
          </>
        }
      />
      <ItemInput input={item.input} expected={item.expected} />
      <div className="grid grid-cols-2 phone:grid-cols-1">
        <AnswerSide side="A" item={item} repeat={at} plain={view === 'plain'} />
        <AnswerSide side="B" item={item} repeat={at} plain={view === 'plain'} />
      </div>
    </Panel>
  );
}

function Change({ delta }: { delta: number | null }) {
  if (delta === null) return <StatusBadge state="inconclusive">Unresolved</StatusBadge>;
  if (delta < 0) return <StatusBadge state="regression" />;
  return delta > 0 ? <StatusBadge state="better">Improvement</StatusBadge> : <Chip>no difference</Chip>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** Every variable of the input, and the expected text. Long ones scroll. */
function ItemInput({ input, expected }: { input: Readonly<Record<string, unknown>>; expected: string | null }) {
  const variables = Object.entries(input);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-1 border-b bg-muted/60 px-3.5 py-2.5 phone:grid-cols-1">
      <dl className="grid min-w-0 content-start gap-1.5">
        {variables.length === 0 && <Pair name="Input" value="no input" />}
        {variables.map(([name, value]) => (
          <Pair key={name} name={variables.length === 1 ? 'Input' : name} value={text(value)} />
        ))}
      </dl>
      <dl className="min-w-0 max-w-80">
        <Pair name="Expected" value={expected ?? '–'} strong />
      </dl>
    </div>
  );
}

function Pair({ name, value, strong = false }: { name: string; value: string; strong?: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="text-12 text-muted-foreground">{name}</dt>
      <dd
        className={`max-h-40 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere] ${strong ? 'font-strong' : ''}`}
      >
        {value}
      </dd>
    </div>
  );
}
