'use client';

import { useQuery } from '@tanstack/react-query';
import { comparedWords } from '#components/cost/outcomes/figure-words.ts';
import { OUTCOME_HEAD, OutcomeCell } from '#components/cost/outcomes/outcome-cell.tsx';
import { beforeOf, type PromotionDetail } from '#components/promotions/promotion-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, percent, UNKNOWN } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { type Compared, whyNotCompared } from './promotion-cost-words.ts';

/** What an outcome costs with the candidate and with what it replaces, or why that is not known. */
export function PromotionCost({ detail }: { detail: PromotionDetail }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const baseline = beforeOf(detail)?.version ?? null;
  const read = useQuery(
    trpc.cost.versionsCompared.queryOptions({
      project: project.name,
      prompt: detail.prompt,
      environment: detail.to,
      candidate: detail.version,
      baseline,
    }),
  );
  const all = to.cost(project.name, { prompt: detail.prompt, by: 'version' });
  return (
    <Panel>
      <PanelHeader
        title={OUTCOME_HEAD}
        qualifier={`in ${detail.to}, tasks of 30 days`}
        badge={read.data && <CostBadge data={read.data} />}
        meta={<TextLink href={all}>Cost</TextLink>}
      />
      {read.isLoadingError ? (
        <NotLoaded read={read} />
      ) : read.data === undefined ? (
        <SkeletonRows rows={2} tall label="Loading the cost per outcome" />
      ) : (
        <Sides detail={detail} baseline={baseline} data={read.data} />
      )}
    </Panel>
  );
}

/** Whether the candidate costs less or more by the whole interval. */
function CostBadge({ data: { comparison } }: { data: Compared }) {
  if (comparison === null || comparison.refused !== null) return null;
  const { verdict } = comparedWords(comparison);
  if (verdict === 'unclear') return <StatusBadge state="inconclusive">No clear difference</StatusBadge>;
  return verdict === 'less' ? (
    <StatusBadge state="pass">Costs less</StatusBadge>
  ) : (
    <StatusBadge state="over">Costs more</StatusBadge>
  );
}

function Sides({ detail, baseline, data }: { detail: PromotionDetail; baseline: number | null; data: Compared }) {
  const why = whyNotCompared(data, { version: detail.version, baseline, environment: detail.to });
  return (
    <>
      {(data.candidate !== null || data.baseline !== null) && (
        <Table label="Cost per outcome of both versions" stack>
          <THead>
            <Tr>
              <Th>Version</Th>
              <Th num>Tasks</Th>
              <Th num>Success</Th>
              <Th num>{OUTCOME_HEAD}</Th>
            </Tr>
          </THead>
          <TBody>
            <Side detail={detail} version={detail.version} side="candidate" figure={data.candidate} />
            {baseline !== null && baseline !== detail.version && (
              <Side detail={detail} version={baseline} side="baseline" figure={data.baseline} />
            )}
          </TBody>
        </Table>
      )}
      {why !== null && <PanelBody className="text-muted-foreground">{why}</PanelBody>}
      {data.comparison?.refused === null && (
        <PanelFoot>
          Version {detail.version}: {comparedWords(data.comparison).sentence}
        </PanelFoot>
      )}
    </>
  );
}

function Side({
  detail,
  version,
  side,
  figure,
}: {
  detail: PromotionDetail;
  version: number;
  side: 'candidate' | 'baseline';
  figure: Compared['candidate'];
}) {
  const { project } = useProject();
  const tasks = to.cost(project.name, { prompt: detail.prompt, version, environment: detail.to, by: 'version' });
  return (
    <Tr tall>
      <Td head sub={side}>
        {version}
      </Td>
      <Td num label="Tasks" unknown={figure === null}>
        {figure === null ? UNKNOWN : <TextLink href={tasks}>{count(figure.tasks)}</TextLink>}
      </Td>
      <Td num label="Success" unknown={!figure?.tasks}>
        {figure?.tasks ? percent(figure.succeeded / figure.tasks) : UNKNOWN}
      </Td>
      <OutcomeCell
        read={{ figures: new Map(figure === null ? [] : [[version, figure]]), failed: false }}
        of={version}
        href={tasks}
      />
    </Tr>
  );
}
