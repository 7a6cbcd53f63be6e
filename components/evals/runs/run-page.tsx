'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { PageCrumb } from '#components/shell/frame/crumb-title.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS, whileMoving } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Progress } from '#components/ui/data/progress.tsx';
import { TileStrip } from '#components/ui/data/tile-strip.tsx';
import { count, latency, money, percent, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { isMoving } from '#server/evals/domain/run-status.ts';
import { scorerWords } from '../scorer-words.ts';
import { InTraining } from './in-training.tsx';
import { RunCategories } from './run-categories.tsx';
import { RunResults } from './run-results.tsx';
import { type OneRun, RUN_STATUS, variantOfRun } from './run-words.ts';

/** One run: score by category, cost, latency, and every answer. It is refreshed while the run is scored. */
export function RunPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: run } = useSuspenseQuery({
    ...trpc.evals.run.queryOptions({ project: project.name, id }),
    refetchInterval: whileMoving(isMoving, { fast: AGAIN_MS.watched, slow: false }),
  });
  const { state, word } = RUN_STATUS[run.status];
  return (
    <>
      <PageCrumb title={`${run.prompt} ${run.version} on ${run.dataset}`} />
      <PageHeadline
        eyebrow={
          <>
            <StatusBadge state={state} size="lg">
              {word}
            </StatusBadge>
            <TextLink href={to.prompt(project.name, run.prompt)} className="[overflow-wrap:anywhere]">
              <Mono>{run.prompt}</Mono>
            </TextLink>
            <span className="text-12 text-muted-foreground">
              {variantOfRun(run)} on{' '}
              <TextLink href={to.dataset(project.name, run.dataset, { version: run.datasetVersion })}>
                {run.dataset} {run.datasetVersion}
              </TextLink>
            </span>
          </>
        }
        evidence={
          <>
            {scorerWords(run.scorers)}, by {run.createdBy.name}, <Time at={run.createdAt} />
          </>
        }
      >
        {headline(run)}
      </PageHeadline>
      {isMoving(run) && (
        <Panel>
          <PanelHeader title="Progress" />
          <PanelBody>
            <Progress
              label="Results scored"
              value={run.progress.done}
              max={run.progress.total}
              left={`${count(run.progress.done)} of ${count(run.progress.total)} scored`}
              right={run.progress.failed > 0 ? `${count(run.progress.failed)} failed` : undefined}
            />
          </PanelBody>
        </Panel>
      )}
      <RunFigures run={run} />
      {run.categories.length > 0 && <RunCategories run={run} />}
      <RunResults run={run} />
    </>
  );
}

function headline(run: OneRun): string {
  if (run.status === 'failed') return `The run failed${run.error ? `: ${run.error}` : '.'}`;
  if (isMoving(run)) return `${count(run.progress.done)} of ${plural(run.progress.total, 'result')} scored so far.`;
  if (run.overall?.score == null) return 'Nothing could be scored.';
  const failed = run.progress.failed > 0 ? `; ${plural(run.progress.failed, 'answer')} failed` : '';
  const { withoutTraining: clean } = run;
  const without = clean
    ? `; without ${clean.leftOut} that its model was trained on, ${clean.score === null ? 'nothing is left to score' : `${percent(clean.score)} on ${plural(clean.n, 'item')}`}`
    : '';
  return `It scores ${percent(run.overall.score)} on ${plural(run.overall.n, 'item')}${without}${failed}.`;
}

function RunFigures({ run }: { run: OneRun }) {
  const { overall, withoutTraining: clean, costUsd, latency: time, progress, createdAt, completedAt } = run;
  const each = costUsd === null || progress.done === 0 ? null : costUsd / progress.done;
  return (
    <TileStrip
      label="Figures of the run"
      tiles={[
        {
          label: clean ? 'Score, all items' : 'Score',
          value: percent(overall?.score),
          quiet: (
            <>
              {overall?.ci95 ? `${percent(overall.ci95[0])} to ${percent(overall.ci95[1])}` : 'no interval'}{' '}
              <InTraining dataset={run.dataset} datasetVersion={run.datasetVersion} model={run.model} />
            </>
          ),
        },
        ...(clean
          ? [
              {
                label: 'Score, trained ones left out',
                value: percent(clean.score),
                quiet: `${clean.ci95 ? `${percent(clean.ci95[0])} to ${percent(clean.ci95[1])}` : 'no interval'}, ${plural(clean.n, 'item')}`,
              },
            ]
          : []),
        { label: 'Results', value: count(progress.done), quiet: `${count(progress.failed)} failed` },
        {
          label: 'Cost',
          value: money(costUsd),
          quiet: each === null ? 'not known for every result' : `${money(each)} a result`,
        },
        {
          label: 'Latency P50',
          value: latency(time?.p50),
          quiet: time ? `P95 ${latency(time.p95)}, P99 ${latency(time.p99)}` : 'not measured',
        },
        {
          label: 'Scored in',
          value: latency(completedAt ? completedAt.getTime() - createdAt.getTime() : null),
          quiet: 'from arrival to the last score',
        },
      ]}
    />
  );
}
