'use client';

import { useQueryState } from 'nuqs';
import { ScoreBars } from '#components/charts/score-bars.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { StatusBadge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { count, latency, money } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { Td, Tr } from '#components/ui/table.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time.tsx';
import { modelText } from '#server/prompts/domain/variant.ts';
import { ScoreWithInterval } from '../interval-words.tsx';
import { pickRun } from './pick-run.ts';
import { isMoving, RUN_STATUS, type Run, variantOfRun } from './run-words.ts';
import { runsParsers } from './runs-state.ts';

/** More bars than this do not fit into a cell; the run's own page has them all. */
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
