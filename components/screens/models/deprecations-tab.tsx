'use client';

import { useQuery } from '@tanstack/react-query';
import { AskedNames } from '#components/models/asked-names.tsx';
import { LeavingTimeline } from '#components/models/leaving-timeline.tsx';
import { ModelsHead } from '#components/models/models-head.tsx';
import { useListKeys } from '#components/shell/keyboard/use-list-keys.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { modelsEvidence, modelsHeadline, readiness } from './models-headline.ts';

/** The models to migrate from and their deadlines, where they serve, and who owns them. */
export function DeprecationsTab() {
  const trpc = useTRPC();
  const now = useNow();
  const { project } = useProject();
  useListKeys();
  const of = { project: project.name };
  const read = useQuery(trpc.models.calendar.queryOptions(of));
  const proofs = useQuery(trpc.gates.fallbackProofs.queryOptions(of)).data;
  const calendar = read.data;
  const facts = { total: 1, calendar, proofs, now };
  return (
    <>
      <ModelsHead tab="deprecations" evidence={modelsEvidence(facts)}>
        {calendar ? modelsHeadline(facts) : 'Deprecations'}
      </ModelsHead>
      <Panel>
        <PanelHeader title="Retires in the next 180 days" meta={<Legend />} />
        {read.isLoadingError ? (
          <NotLoaded read={read} />
        ) : calendar === undefined ? (
          <SkeletonRows rows={5} tall />
        ) : calendar.rows.length === 0 ? (
          <EmptyState title="Nothing is known to retire within 180 days">
            A model stands here when the registry has its retirement date, or when the list of announced deprecations
            has it under the id that serves.
          </EmptyState>
        ) : (
          <LeavingTimeline
            rows={calendar.rows}
            replacement={(row) =>
              row.prompts === 0 ? undefined : (
                <>
                  {readiness(row, proofs)}
                  {row.provider !== null && (
                    <TextLink
                      href={to.rehearsal(project.name, row.provider, row.modelId)}
                      className="mb-1 block w-fit text-12 leading-6 phone:ml-auto"
                    >
                      Rehearse the move
                    </TextLink>
                  )}
                </>
              )
            }
          />
        )}
        <PanelFoot>
          Notices are written 90, 30, 14, 7 and 1 days before. A promotion onto a model in its last 30 days needs a
          reason.
          {calendar &&
            ` The list of announced deprecations is of ${calendarDay(calendar.asOf, now)}; dates of the registry take precedence.`}
        </PanelFoot>
      </Panel>
      {calendar && calendar.asked.length + calendar.undated.length > 0 && <AskedNames calendar={calendar} />}
    </>
  );
}

/** What the bars mean, in words. */
function Legend() {
  const swatch = 'inline-block size-2 rounded-[1px]';
  return (
    <span className="flex flex-wrap items-center gap-3 phone:whitespace-normal">
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden="true" className={`${swatch} bg-fail`} />
        under 30 days
      </span>
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden="true" className={`${swatch} border border-border-strong bg-muted`} />
        not deployed
      </span>
      <span className="inline-flex items-center gap-1.5">
        <span
          aria-hidden="true"
          className={`${swatch} bg-[repeating-linear-gradient(90deg,var(--foreground)_0_2px,transparent_2px_4px)]`}
        />
        proposed
      </span>
    </span>
  );
}
