'use client';

import { useQuery } from '@tanstack/react-query';
import { ModelsHead } from '#components/models/models-head.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { PasteChangelog } from './paste-changelog.tsx';
import { ProposalCard } from './proposal-card.tsx';

/** The proposals of pasted changelogs, each with its sentence, until a person has decided. */
export function InboxTab() {
  const trpc = useTRPC();
  const { project } = useProject();
  const read = useQuery(trpc.models.inbox.queryOptions({ project: project.name }));
  const waiting = read.data?.waiting ?? [];
  return (
    <>
      <ModelsHead
        tab="inbox"
        evidence="A vendor’s text is read by rules, here: it is sent nowhere, and no day is taken over until a person confirms it."
      >
        {read.data === undefined
          ? 'Changelog inbox'
          : waiting.length === 0
            ? 'No proposal waits for a person.'
            : `${plural(waiting.length, 'proposal waits', 'proposals wait')} for a person.`}
      </ModelsHead>
      <Panel>
        <PanelHeader
          title="Changelog inbox"
          qualifier={waiting.length > 0 ? 'in the order of the texts' : undefined}
          meta={<PasteChangelog />}
        />
        {read.isLoadingError ? (
          <NotLoaded read={read} />
        ) : read.data === undefined ? (
          <SkeletonRows rows={4} tall />
        ) : waiting.length === 0 ? (
          <EmptyState title="Paste what a vendor announced">
            Every model that the text retires becomes a proposal with its day and its sentence. What can be read in two
            ways becomes a question.
          </EmptyState>
        ) : (
          <ul>
            {waiting.map((row) => (
              <ProposalCard key={row.id} row={row} />
            ))}
          </ul>
        )}
        {read.data !== undefined && read.data.decided.length > 0 && <Decided rows={read.data.decided} />}
      </Panel>
    </>
  );
}

/** The latest decisions, and who made them. */
function Decided({ rows }: { rows: Outputs['models']['inbox']['decided'] }) {
  const now = useNow();
  const { project } = useProject();
  return (
    <section aria-label="Decided" className="border-t">
      <Rows>
        {rows.map(({ id, model, decision, provider, modelId, retiresOn, by, at }) => (
          <Row
            key={id}
            title={
              provider !== null && modelId !== null ? (
                <>
                  <TextLink href={to.model(project.name, provider, modelId)} className="font-mono text-12">
                    {provider}/{modelId}
                  </TextLink>{' '}
                  {retiresOn === null ? '' : `retires ${calendarDay(retiresOn, now)}`}
                </>
              ) : (
                <span className="font-mono text-12">{model}</span>
              )
            }
            sub={
              <>
                by {by}, <Time at={at} />
              </>
            }
            action={
              decision === 'confirmed' ? (
                <StatusBadge plain state="approved">
                  Confirmed
                </StatusBadge>
              ) : (
                <StatusBadge plain state="cancelled">
                  Not a date
                </StatusBadge>
              )
            }
          />
        ))}
      </Rows>
      <PanelFoot>The 20 decided last. Each confirmed day is in the registry and in the audit log.</PanelFoot>
    </section>
  );
}
