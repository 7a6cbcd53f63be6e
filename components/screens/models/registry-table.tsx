'use client';

import { DeployedCell, ModelNameCell, RetiresCell, StatusCell } from '#components/models/model-cells.tsx';
import { PriceCell } from '#components/models/model-prices.tsx';
import type { ModelRow } from '#components/models/model-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { halfWidth, latency, money, percent, plusMinus, sampleSize } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { FallbackCell } from './fallback-cell.tsx';
import { type Proof, proofOf } from './models-headline.ts';

export type ModelFigures = Outputs['telemetry']['modelStats'][number];
export type Score = Outputs['evals']['modelScores'][number];

/** Data of other features about models; undefined while it is being read. */
export type Besides = {
  stats: readonly ModelFigures[] | undefined;
  scores: readonly Score[] | undefined;
  proofs: readonly Proof[] | undefined;
};

type Named = { provider: string | null; model: string };
const isOf = (model: ModelRow) => (each: Named) => each.provider === model.provider && each.model === model.modelId;

/** A row for each model: its facts, where it serves, quality, latency, price, retirement, and replacement. */
export function RegistryTable({ models, besides }: { models: readonly ModelRow[]; besides: Besides }) {
  const { stats, scores, proofs } = besides;
  const spend = stats?.reduce((sum, { cost }) => sum + (cost ?? 0), 0) ?? 0;
  return (
    <Table label="Models" stack className="[&_td]:py-1.5">
      <THead>
        <Tr>
          <Th>Provider / model</Th>
          <Th>Status</Th>
          <Th>Deployed to</Th>
          <Th>Eval score</Th>
          <Th num>Price in, out</Th>
          <Th num>P99</Th>
          <Th num>Spend, 7 days</Th>
          <Th>Retires</Th>
          <Th>Fallback</Th>
        </Tr>
      </THead>
      <TBody>
        {models.map((model) => (
          <Tr key={model.id} tall hover>
            <ModelNameCell model={model} />
            <StatusCell model={model} />
            <DeployedCell model={model} alsoFor={promptsThatFallBackTo(model, proofs)} />
            <ScoreCell score={scores?.find(isOf(model))} />
            <PriceCell model={model} />
            <TrafficCells model={model} figures={stats?.find(isOf(model))} spend={spend} />
            <RetiresCell model={model} />
            <FallbackCell
              proof={proofOf(proofs, model)}
              fallback={model.fallback}
              serves={model.deployedTo.length > 0}
            />
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}

const promptsThatFallBackTo = (model: ModelRow, proofs: readonly Proof[] | undefined): number =>
  new Set(
    (proofs ?? [])
      .filter(({ to: target }) => isOf(model)(target))
      .flatMap((proof) => proof.prompts.map(({ prompt }) => prompt)),
  ).size;

/** The score of the newest run of ours on the largest golden set, which leads to the run. */
function ScoreCell({ score }: { score: Score | undefined }) {
  const { project } = useProject();
  if (score === undefined || score.score === null) {
    return (
      <Td label="Eval score" unknown>
        –
      </Td>
    );
  }
  const half = score.ci95 === null ? null : halfWidth(...score.ci95);
  return (
    <Td label="Eval score" sub={`${score.dataset} ${score.datasetVersion}, ${sampleSize(score.n)}`}>
      <TextLink href={to.evalRun(project.name, score.runId)}>{plusMinus(score.score, half)}</TextLink>
    </Td>
  );
}

function TrafficCells({
  model,
  figures,
  spend,
}: {
  model: ModelRow;
  figures: ModelFigures | undefined;
  spend: number;
}) {
  const { project } = useProject();
  const week = { model: `${model.provider}/${model.modelId}`, range: '7d' };
  const share = figures?.cost == null || spend === 0 ? undefined : `${percent(figures.cost / spend)} of spend`;
  return (
    <>
      <Td num label="P99" unknown={figures?.latencyP99 == null}>
        {figures?.latencyP99 == null ? (
          '–'
        ) : (
          <TextLink href={to.monitor(project.name, week)}>{latency(figures.latencyP99)}</TextLink>
        )}
      </Td>
      <Td num label="Spend, 7 days" sub={share} unknown={figures?.cost == null}>
        {figures?.cost == null ? '–' : <TextLink href={to.monitor(project.name, week)}>{money(figures.cost)}</TextLink>}
      </Td>
    </>
  );
}
