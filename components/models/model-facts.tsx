'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Facts } from '#components/ui/data/rows.tsx';
import { count } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';

export type ModelDetail = Outputs['models']['detail'];

/** What the registry holds of a model. What is not known is a dash. */
export function ModelFacts({ model }: { model: ModelDetail }) {
  const { project } = useProject();
  const now = useNow();
  const day = (date: string | null) => (date === null ? '–' : calendarDay(date, now));
  const linked = ({ provider, modelId }: { provider: string; modelId: string }) => (
    <TextLink
      key={`${provider}/${modelId}`}
      href={to.model(project.name, provider, modelId)}
      className="mr-2 font-mono"
    >
      {provider}/{modelId}
    </TextLink>
  );
  const bases = model.lineage.map((base) =>
    base.provider !== null
      ? linked({ provider: base.provider, modelId: base.modelId })
      : `${base.modelId} (not registered) `,
  );
  return (
    <Facts
      className="p-3"
      facts={[
        ['Owner', model.owner ?? 'none'],
        ['Display name', model.displayName ?? '–'],
        ['Context window', model.contextWindow === null ? '–' : `${count(model.contextWindow)} tokens`],
        ['Output limit', model.maxOutputTokens === null ? '–' : `${count(model.maxOutputTokens)} tokens`],
        ['Modalities', model.modalities?.join(', ') ?? '–'],
        ['Capabilities', model.capabilities?.join(', ') ?? '–'],
        ['Released', day(model.releasedAt)],
        ['Deprecated', day(model.life.deprecationDate)],
        ['Retires', day(model.life.retirementDate)],
        ['Source of the day', <SaidBy key="said" model={model} />],
        ['Made from', bases.length > 0 ? bases : '–'],
        ['Derived models', model.derived.length > 0 ? model.derived.map(linked) : '–'],
      ]}
    />
  );
}

/** The source of the retirement day: the registry, the vendor's page, or the entries of the list that it may be. */
function SaidBy({ model: { life } }: { model: ModelDetail }) {
  const now = useNow();
  if (life.from === 'registry') return 'the registry';
  if (life.entry !== null) {
    const { sourceUrl, seenOn, certainty } = life.entry;
    return (
      <>
        <a href={sourceUrl} rel="noreferrer" target="_blank" className="text-link">
          {new URL(sourceUrl).hostname}
        </a>
        {seenOn === null ? '' : `, seen ${calendarDay(seenOn, now)}`}
        {certainty === 'vendor' ? '' : `, ${CERTAINTY_WORDS[certainty]}`}
      </>
    );
  }
  if (life.maybe === null) return 'no source';
  const names = life.maybe.candidates.map(({ announcer, model }) => `${announcer}/${model}`);
  return `may be ${names.slice(0, 3).join(' or ')}${names.length > 3 ? ` or ${names.length - 3} more` : ''}`;
}

/** What is uncertain about an entry that is not from a dated copy of the vendor's page. */
const CERTAINTY_WORDS = {
  undated: 'the copy has no date',
  recheck: 'check again: its dates change often',
  reported: 'reported by a third party',
  inferred: 'in part our reading',
  earliest: 'the earliest possible day',
} as const;
