'use client';

import { useQueryState } from 'nuqs';
import { ScoreBars } from '#components/charts/score-bars.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Progress } from '#components/ui/data/progress.tsx';
import { Td, Tr } from '#components/ui/data/table.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { count, latency, money, percent, sampleSize } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { isMoving } from '#server/evals/domain/run-status.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import { RUN_STATUS, type Run, variantOfRun } from './run-words.ts';
import { runsParsers } from './runs-state.ts';

/** More bars than this do not fit into a cell; the page of the run shows all. */
const BARS_MAX = 12;

export function RunRow({ run }: { run: Run }) {
  const { project } = useProject();
  const [pick, setPick] = useQueryState('pick', runsParsers.pick);
  const picked = pick.includes(run.id);
  const name = `${run.prompt} ${variantOfRun(run)}`;
  return (
    <Tr tall selected={picked}>
      <Td className="w-8 phone:absolute phone:right-3">
        <Checkbox
          checked={picked}
          disabled={run.status !== 'completed'}
          onChange={() => void setPick(pickRun(pick, run.id))}
        >
          <span className="sr-only">Pick {name}</span>
        </Checkbox>
      </Td>
      <Td
        head
        sub={modelText(run) ?? 'no model named'}
        className="max-w-80 [overflow-wrap:anywhere] phone:max-w-none phone:pr-8"
      >
        <TextLink href={to.evalRun(project.name, run.id)} className="font-strong">
          <Mono>{run.prompt}</Mono> {run.version}
        </TextLink>
      </Td>
      <Td
        label="Dataset"
        sub={`version ${run.datasetVersion}`}
        className="max-w-56 [overflow-wrap:anywhere] phone:max-w-none"
      >
        {run.dataset}
      </Td>
      <Td label="State">
        <State run={run} />
      </Td>
      <Td num label="Score">
        <ScoreWithInterval score={run.overall} />
      </Td>
      <Td label="By category">
        {run.categories.length > 0 && (
          <ScoreBars
            label="Score by category"
            scores={run.categories.slice(0, BARS_MAX).map((category) => ({
              name: category.name,
              value: category.score,
              low: category.ci95?.[0],
              high: category.ci95?.[1],
            }))}
          />
        )}
      </Td>
      <Td num label="Cost">
        {money(run.costUsd)}
      </Td>
      <Td num label="P50">
        {latency(run.latency?.p50)}
      </Td>
      <Td label="Started" sub={run.createdBy.name}>
        <Time at={run.createdAt} />
      </Td>
    </Tr>
  );
}

function State({ run }: { run: Run }) {
  const { state, word } = RUN_STATUS[run.status];
  if (!isMoving(run)) return <StatusBadge state={state}>{word}</StatusBadge>;
  return (
    <div className="w-32">
      <Progress
        label={`${word}: ${run.prompt}`}
        value={run.progress.done}
        max={run.progress.total}
        left={word}
        right={`${count(run.progress.done)} of ${count(run.progress.total)}`}
      />
    </div>
  );
}

type Score = { score: number | null; ci95: readonly [number, number] | null; n: number };

/** A score with its interval and number of items: `84.0 %` and under it `81.6 to 86.1, n 1,000`. */
function ScoreWithInterval({ score, strong = true }: { score: Score | null; strong?: boolean }) {
  if (!score || score.score === null) return <span className="text-muted-foreground">–</span>;
  const ends = score.ci95?.map((end) => percent(end).replace(/\s?%$/, '')).join(' to ');
  return (
    <span className="inline-block min-w-0">
      <span className={strong ? 'font-strong' : undefined}>{percent(score.score)}</span>
      <span className="block text-11 leading-[14px] font-normal whitespace-nowrap text-muted-foreground">
        {ends ? `${ends}, ` : ''}
        {sampleSize(score.n)}
      </span>
    </span>
  );
}

/**
 * The picked runs after a click on one, null for none. At most two are picked: a third replaces the second, and a
 * picked one is removed.
 */
export function pickRun(picked: readonly string[], id: string): string[] | null {
  const next = picked.includes(id) ? picked.filter((one) => one !== id) : [...picked.slice(0, 1), id];
  return next.length === 0 ? null : next;
}
