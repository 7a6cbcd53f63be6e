'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Facts } from '#components/ui/data/rows.tsx';
import { count, duration } from '#components/ui/format.ts';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { SettingsHead } from '../settings-head.tsx';
import { bytes } from './bytes.ts';
import { ProjectsPanel } from './projects-panel.tsx';

/** Work that waits longer than this is late: a worker is missing or stuck. */
const LATE_MS = 60_000;

/** What runs here, how large it is, and whether the worker keeps up. */
export function AboutPage() {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: about } = useSuspenseQuery({
    ...trpc.projects.about.queryOptions({ project: project.name }),
    refetchInterval: AGAIN_MS.serving,
  });
  const late = about.jobs.oldestWaitsMs > LATE_MS;
  return (
    <>
      <SettingsHead
        tab="about"
        headline={late ? `The worker is behind by ${duration(about.jobs.oldestWaitsMs)}.` : 'Everything keeps up.'}
        evidence={
          late
            ? 'Gates, evals and charts wait for it. Look at the worker process and its log.'
            : jobsSentence(about.jobs)
        }
      />
      <Panel className="max-w-[640px]">
        <PanelHeader title="This installation" />
        <PanelBody>
          <Facts facts={factsOf(about)} />
        </PanelBody>
        <PanelFoot>Telemetry is usually most of the database; it is kept for 90 days unless set otherwise.</PanelFoot>
      </Panel>
      <ProjectsPanel />
    </>
  );
}

type About = Outputs['projects']['about'];

function jobsSentence({ waiting, failed }: About['jobs']): string {
  const now = waiting === 0 ? 'No work waits' : `${count(waiting)} jobs wait`;
  return failed === 0 ? `${now}, none has failed for good.` : `${now}, ${count(failed)} have failed for good.`;
}

function factsOf(about: About): [string, React.ReactNode][] {
  return [
    ['Switchyard', about.version],
    ['Pages', <Mono key="pages">{about.publicUrl}</Mono>],
    ['Edge, where programs send requests', <Mono key="edge">{about.edgeUrl}</Mono>],
    ['Private addresses that it may send to', <Mono key="egress">{about.egressAllowed.join(', ') || 'none'}</Mono>],
    ['Postgres', about.postgresVersion],
    ['Node', about.nodeVersion],
    ['Database on disk', bytes(about.databaseBytes)],
    ['Members', count(about.members)],
    ['Keys, ended ones included', count(about.keys)],
    ['Jobs waiting', count(about.jobs.waiting)],
    ['Oldest of them waits for', duration(about.jobs.oldestWaitsMs)],
    ['Jobs failed for good', count(about.jobs.failed)],
  ];
}
