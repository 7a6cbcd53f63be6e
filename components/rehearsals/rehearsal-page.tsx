'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { PageCrumb } from '#components/shell/frame/crumb-title.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { statusOf } from '#components/shell/reads/fault.ts';
import { AGAIN_MS, whileMoving } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { REPLACEMENTS_MAX } from '#server/rehearsals/domain/replacement.ts';
import { ChooseReplacement } from './choose-replacement.tsx';
import { OpenPromotions } from './open-promotions.tsx';
import { OptionSheet } from './option-sheet.tsx';
import { type Picked, ReadinessTable } from './readiness-table.tsx';
import { rehearsalEvidence, rehearsalHeadline } from './rehearsal-headline.ts';
import { rehearsalParsers } from './rehearsal-state.ts';
import type { RehearsalData } from './rehearsal-words.ts';
import { lacksRun, useNewRuns } from './watch-runs.ts';

/** Whether the prompts of a model that goes can move to its replacements, and the promotions that move them. */
export function RehearsalPage({ provider, modelId }: { provider: string; modelId: string }) {
  const trpc = useTRPC();
  const now = useNow();
  const { project } = useProject();
  const [{ replacement }] = useQueryStates(rehearsalParsers);
  const [picked, setPicked] = useState<Picked | null>(null);
  const replacements = replacement.slice(0, REPLACEMENTS_MAX);
  const read = useQuery({
    ...trpc.rehearsals.read.queryOptions({ project: project.name, provider, modelId, replacements }),
    placeholderData: keepPreviousData,
    refetchInterval: whileMoving(lacksRun, { fast: AGAIN_MS.week, slow: false }),
  });
  const rehearsal = read.data;
  useNewRuns(rehearsal);
  const name = `${provider}/${modelId}`;
  return (
    <>
      <PageCrumb title="Rehearsal" />
      <PageHeadline
        eyebrow={
          <>
            <span className="text-12 text-muted-foreground">Rehearsal</span>
            <ModelName rehearsal={rehearsal} name={name} href={to.model(project.name, provider, modelId)} />
          </>
        }
        evidence={rehearsal && rehearsalEvidence(rehearsal, now)}
      >
        {rehearsal ? rehearsalHeadline(rehearsal, now) : `When ${name} goes`}
      </PageHeadline>
      <Panel aria-busy={read.isPlaceholderData}>
        <PanelHeader title="Readiness" qualifier={rehearsal && qualifierOf(rehearsal)} />
        {read.isLoadingError ? (
          statusOf(read.error) === 404 ? (
            <EmptyState title={`${name} is not known here`}>
              It is not in the registry, and nothing that serves names it.
            </EmptyState>
          ) : (
            <NotLoaded read={read} />
          )
        ) : rehearsal === undefined ? (
          <SkeletonRows rows={4} tall label="Computing the gates and pricing requests" />
        ) : rehearsal.places.length === 0 ? (
          <EmptyState title="It serves nowhere">
            A prompt stands here while one of its environments serves with the model, by its id, an alias or a variant
            of its name.
          </EmptyState>
        ) : (
          <ReadinessTable rehearsal={rehearsal} onPick={setPicked} />
        )}
        {rehearsal && <ChooseReplacement rehearsal={rehearsal} chosen={replacements} />}
        {rehearsal && <Foot rehearsal={rehearsal} now={now} />}
        {rehearsal && <OpenPromotions rehearsal={rehearsal} />}
      </Panel>
      {rehearsal && <OptionSheet rehearsal={rehearsal} picked={picked} onClose={() => setPicked(null)} />}
    </>
  );
}

function ModelName({
  rehearsal,
  name,
  href,
}: { rehearsal?: RehearsalData; name: string } & { href: ReturnType<typeof to.model> }) {
  const look = 'font-mono text-12 [overflow-wrap:anywhere]';
  return rehearsal?.registered ? (
    <TextLink href={href} className={look}>
      {name}
    </TextLink>
  ) : (
    <span className={look}>{name}</span>
  );
}

function qualifierOf({ prompts, placesTotal, places, replacements }: RehearsalData): string {
  const possible = replacements.filter(({ refusal }) => refusal === null).length;
  const shown = places.length < placesTotal ? `, the first ${places.length} shown` : '';
  return `${plural(prompts, 'prompt')} in ${plural(placesTotal, 'place')} × ${plural(possible, 'replacement')}${shown}`;
}

/** How cost and verdicts were found, and the replacements that were refused. */
function Foot({ rehearsal: { window, replacements }, now }: { rehearsal: RehearsalData; now: number }) {
  const refused = replacements.filter(({ refusal }) => refusal !== null);
  return (
    <PanelFoot className="grid gap-1">
      <p>
        Verdicts are what each gate gives now, against what serves. Cost is of each prompt’s own requests since{' '}
        {calendarDay(window.from, now)}, priced with the rows of both models at the same hours of the coming weeks; its
        interval is over requests and measured tokens.
      </p>
      {refused.map(({ name, refusal }) => (
        <p key={name}>
          <span className="font-mono text-foreground">{name}</span> was refused as a replacement: {refusal?.message}
        </p>
      ))}
    </PanelFoot>
  );
}
