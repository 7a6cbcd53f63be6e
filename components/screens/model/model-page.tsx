'use client';

import { useQuery } from '@tanstack/react-query';
import { ListedPrices } from '#components/models/listed-prices.tsx';
import { EditModel } from '#components/models/model-dialog.tsx';
import { ModelFacts } from '#components/models/model-facts.tsx';
import { PriceHistory } from '#components/models/model-prices.tsx';
import { STATUS_LOOK } from '#components/models/model-words.ts';
import { modelSentence, proofOf } from '#components/screens/models/models-headline.ts';
import { useListKeys } from '#components/shell/keyboard/use-list-keys.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { useNow } from '#components/ui/time/now.tsx';
import { ModelMetrics } from './model-metrics.tsx';
import { ModelPlaces, ModelVersions } from './model-places.tsx';
import { ModelScores } from './model-scores.tsx';

/** One model: what it is, what it costs, where it serves, how good it is, and what takes over when it goes. */
export function ModelPage({ provider, modelId }: { provider: string; modelId: string }) {
  const trpc = useTRPC();
  const now = useNow();
  const { project } = useProject();
  useListKeys();
  const of = { project: project.name };
  const read = useQuery(trpc.models.detail.queryOptions({ ...of, provider, modelId }));
  const proofs = useQuery(trpc.gates.fallbackProofs.queryOptions(of)).data;
  const scores = useQuery(trpc.evals.modelScores.queryOptions({ ...of, provider, model: modelId })).data;
  const stats = useQuery({ ...trpc.telemetry.modelStats.queryOptions(of), refetchInterval: AGAIN_MS.week }).data;
  const model = read.data;
  if (!model) return <Panel>{read.isLoadingError ? <NotLoaded read={read} /> : <SkeletonRows rows={8} tall />}</Panel>;
  const proof = proofOf(proofs, model);
  const { tone, icon, word } = STATUS_LOOK[model.status];
  const figures = stats?.find((each) => each.provider === provider && each.model === modelId);
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PageHeadline
          eyebrow={
            <>
              <Badge tone={tone} icon={icon}>
                {word}
              </Badge>
              <span className="font-mono text-12 [overflow-wrap:anywhere]">
                {provider}/{modelId}
              </span>
            </>
          }
          evidence={proof?.refusal?.message}
        >
          {modelSentence(model, proof, now)}
        </PageHeadline>
        <div className="flex flex-wrap gap-2">
          {model.deployedTo.length > 0 && (
            <ButtonLink href={to.rehearsal(project.name, provider, modelId)}>Rehearse the move</ButtonLink>
          )}
          <EditModel model={model} />
        </div>
      </div>
      <ModelMetrics model={`${provider}/${modelId}`} figures={figures} />
      <div className="grid grid-cols-[minmax(0,1fr)_360px] items-start gap-4 compact:grid-cols-1">
        <div className="grid min-w-0 gap-4">
          <Panel>
            <PanelHeader title="Where it serves" />
            <ModelPlaces model={model} proof={proof} />
            <PanelFoot>
              {model.fallback === null
                ? 'No fallback is named: when it goes, nothing takes over.'
                : `Fallback: ${model.fallback}. It is proven by a passed gate of the same prompt and version with it, for 30 days.`}
            </PanelFoot>
          </Panel>
          <Panel>
            <PanelHeader title="Scores" qualifier="the newest run of each prompt and golden set; imported ones apart" />
            {scores === undefined ? <SkeletonRows rows={3} /> : <ModelScores model={model} scores={scores} />}
          </Panel>
          <Panel>
            <PanelHeader
              title="Prices over time"
              qualifier="the newest first"
              meta={
                <ButtonLink size="sm" href={to.reprice(project.name, { model: `${provider}/${modelId}` })}>
                  Correct a price
                </ButtonLink>
              }
            />
            <PriceHistory model={model} />
          </Panel>
          <ListedPrices provider={provider} modelId={modelId} />
        </div>
        <div className="grid min-w-0 gap-4">
          <Panel>
            <PanelHeader
              title="Facts"
              meta={<TextLink href={to.lineage(project.name, { model: `${provider}/${modelId}` })}>Lineage</TextLink>}
            />
            <ModelFacts model={model} />
          </Panel>
          <Panel>
            <PanelHeader title="Versions that name it" />
            <ModelVersions model={model} />
          </Panel>
        </div>
      </div>
    </>
  );
}
