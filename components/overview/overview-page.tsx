'use client';

import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useListKeys } from '#components/shell/keyboard/use-list-keys.ts';
import { AGAIN_MS, whileMoving } from '#components/shell/reads/live.ts';
import { useWhatNeedsPeople } from '#components/shell/reads/use-what-needs-people.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { SendFirstEvent } from '#components/telemetry/send-first-event.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { ComingPanel } from './coming-panel.tsx';
import { type OverviewFacts, overviewEvidence, overviewHeadline } from './headline.ts';
import { moneyTiles } from './money-tiles.tsx';
import { NeedsPeople } from './needs-people.tsx';
import { OverviewTiles } from './overview-tiles.tsx';
import { ProductionChart } from './production-chart.tsx';
import { RunningNow } from './running-now.tsx';
import { SpendPanel } from './spend-panel.tsx';
import { WaitsForYou } from './waits-for-you.tsx';
import { WhatChanged } from './what-changed.tsx';

/** The first page: one sentence, production's last 24 hours, what waits for this person, what runs, what changed and what is coming. */
export function OverviewPage({ project }: { project: string }) {
  const trpc = useTRPC();
  useListKeys();
  const { data } = useSuspenseQuery({
    ...trpc.overview.page.queryOptions({ project }),
    refetchInterval: whileMoving(
      (d) =>
        d.runs.length > 0 ||
        d.promotions.runningNow.length > 0 ||
        d.tiles.tiles.requests.value === null ||
        d.tiles.tiles.requests.value === 0,
      { fast: AGAIN_MS.moving, slow: AGAIN_MS.resting },
    ),
  });
  // Beside the page, which does not wait for it: budgets and tasks take longer than the rest.
  const money = useQuery({ ...trpc.overview.money.queryOptions({ project }), refetchInterval: AGAIN_MS.week });
  const now = useWhatNeedsPeople();
  const { tiles, promotions } = data;
  const facts: OverviewFacts = {
    requests: tiles.tiles.requests.value,
    errorRate: tiles.tiles.errorRate.value,
    latencyP99: tiles.tiles.latencyP99.value,
    latencyP99Before: tiles.tiles.latencyP99.before,
    waitsForMe: promotions.counts.waitsForMe,
    needsEvidence: promotions.counts.needsEvidence,
    waitsForOthers: Math.max(
      0,
      promotions.counts.awaitingApproval - promotions.waitsForMe.filter((row) => row.waitsForMe === 'approve').length,
    ),
    people:
      now === undefined
        ? null
        : {
            ...{ page: now.firingInProduction.page, warning: now.firingInProduction.warning },
            ...{ incidents: now.openIncidents, incident: now.incidents[0]?.name ?? null },
          },
    retirement: data.retirements[0] ?? null,
  };
  return (
    <>
      <PageHeadline evidence={overviewEvidence(facts)}>{overviewHeadline(facts)}</PageHeadline>
      {facts.requests ? (
        <>
          <OverviewTiles
            project={project}
            tiles={tiles.tiles}
            money={moneyTiles(project, money.data, money.isLoadingError)}
          />
          <ProductionChart project={project} tiles={tiles} changes={data.changes} />
        </>
      ) : (
        <FirstEvent />
      )}
      <div className="grid grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)] items-start gap-4 narrow:grid-cols-1 phone:gap-3">
        <div className="grid min-w-0 gap-4 phone:gap-3">
          <NeedsPeople project={project} now={now} />
          <WaitsForYou
            project={project}
            mine={promotions.waitsForMe}
            needsEvidence={promotions.needsEvidence}
            due={data.due}
          />
          <RunningNow project={project} promotions={promotions.runningNow} runs={data.runs} />
          {money.isLoadingError ? (
            <Panel>
              <PanelHeader title="Spend against budget" />
              <NotLoaded read={money} />
            </Panel>
          ) : (
            <SpendPanel project={project} data={money.data} />
          )}
        </div>
        <div className="grid min-w-0 gap-4 phone:gap-3">
          <WhatChanged project={project} changes={data.changes} />
          <ComingPanel
            project={project}
            retirements={data.retirements}
            silences={data.silences}
            money={money.data}
            isReading={money.data === undefined && !money.isLoadingError}
          />
        </div>
      </div>
    </>
  );
}

/** Why the charts are empty, and the one command that fills them. */
function FirstEvent() {
  return (
    <Panel>
      <PanelHeader title="Production, last 24 hours" />
      <EmptyState title="No request from production yet" action={<SendFirstEvent />}>
        Each LLM call that your application reports becomes requests, errors, latency, cost and quality here, with every
        deployment marked on the picture.
      </EmptyState>
    </Panel>
  );
}
