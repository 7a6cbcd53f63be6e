'use client';

import { IntervalBar } from '#components/charts/intervals/interval-bar.tsx';
import type { Scale } from '#components/charts/scale.ts';
import type { PromotionDetail } from '#components/promotions/promotion-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { percent, sampleSize } from '#components/ui/format.ts';
import { PlainLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { modelText } from '#server/prompts/domain/variant.ts';
import { type Scored, scoredVariants } from './scored-variants.ts';

/** How other variants of the prompt scored on the same golden set; the candidate and what serves are highlighted. */
export function OtherModels({ detail }: { detail: PromotionDetail }) {
  const sets = (detail.gate?.datasets ?? []).map(({ dataset }) => ({
    dataset,
    variants: scoredVariants(detail, dataset),
  }));
  return sets
    .filter(({ variants }) => variants.length > 1)
    .map(({ dataset, variants }) => (
      <Panel key={dataset}>
        <PanelHeader title={sets.length > 1 ? `Others on ${dataset}` : 'Same dataset, other models'} />
        <ul>
          {variants.map((variant) => (
            <Variant key={variant.run} variant={variant} name={nameOf(variant, variants)} scale={scaleOf(variants)} />
          ))}
        </ul>
        <PanelFoot>Overall score, 95 % interval, {sampleSize(variants[0]?.n)}</PanelFoot>
      </Panel>
    ));
}

/** From a little under the lowest interval up to 1, so that differences are visible. */
function scaleOf(variants: Scored[]): Scale {
  const lowest = Math.min(...variants.map(({ low, score }) => low ?? score));
  return { low: Math.max(0, Math.floor(lowest * 10 - 1) / 10), high: 1, ticks: [] };
}

/** The provider is shown only where the variants have different ones. */
function nameOf(variant: Scored, among: Scored[]): string {
  const sameProvider = among.every(({ provider }) => provider === variant.provider);
  return (sameProvider ? variant.model : modelText(variant)) ?? `version ${variant.version}`;
}

function Variant({ variant, name, scale }: { variant: Scored; name: string; scale: Scale }) {
  const { project } = useProject();
  const { run, score, low, high, role, version } = variant;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 border-b px-3 py-[7px] text-12 last:border-b-0">
      <span
        className="[overflow-wrap:anywhere]"
        title={`${modelText(variant) ?? 'no model named'}, version ${version}`}
      >
        <PlainLink href={to.evalRun(project.name, run)} className={`quiet-link font-mono ${role ? 'font-medium' : ''}`}>
          {name}
        </PlainLink>{' '}
        <span className="text-muted-foreground">{role ?? `version ${version}`}</span>
      </span>
      <b className="font-strong">{percent(score).replace(/\s?%$/, '')}</b>
      <div className="col-span-full">
        <IntervalBar
          scale={scale}
          value={score}
          low={low ?? score}
          high={high ?? score}
          emphasised={role !== null}
          label={`${name}: ${percent(score)}${low === null ? '' : `, interval ${percent(low)} to ${percent(high)}`}`}
        />
      </div>
    </li>
  );
}
