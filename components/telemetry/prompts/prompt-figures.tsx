'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Td, Th } from '#components/ui/data/table.tsx';
import { count, halfWidth, money, percent, plusMinus, sampleSize, score } from '#components/ui/format.ts';
import { type Address, TextLink } from '#components/ui/link.tsx';

/** Seven days of a prompt, all environments. */
export type PromptFigures = Outputs['telemetry']['promptStats'][number];

/** The number of columns for the figures of a prompt in a table. */
export const FIGURE_COLUMNS = 4;

/** The headings over `FigureCells`. */
export function FigureHeads() {
  return (
    <>
      <Th num>Requests</Th>
      <Th num>Errors</Th>
      <Th num>Quality</Th>
      <Th num>Cost per outcome</Th>
    </>
  );
}

/** Each figure links to the requests behind it. An unknown value is a dash, not a zero. */
export function FigureCells({ prompt, figures }: { prompt: string; figures: PromptFigures | undefined }) {
  const { project } = useProject();
  const week = { prompt, range: '7d' };
  const metrics = to.prompt(project.name, prompt, { tab: 'metrics', range: '7d' });
  return (
    <>
      <Td num label="Requests" unknown={!figures}>
        <Linked href={to.monitor(project.name, week)} value={figures?.requests}>
          {count(figures?.requests)}
        </Linked>
      </Td>
      <Td num label="Errors" unknown={!figures}>
        <Linked href={to.requests(project.name, { ...week, status: 'error' })} value={figures?.errorRate}>
          {percent(figures?.errorRate)}
        </Linked>
      </Td>
      <Td
        num
        label="Quality"
        sub={figures?.qualityN ? <Spread figures={figures} /> : undefined}
        unknown={figures?.quality == null}
      >
        <Linked href={metrics} value={figures?.quality}>
          {score(figures?.quality)}
        </Linked>
      </Td>
      <Td num label="Cost per outcome" unknown={figures?.costPerOutcome == null}>
        <Linked href={metrics} value={figures?.costPerOutcome}>
          {money(figures?.costPerOutcome)}
        </Linked>
      </Td>
    </>
  );
}

/** A number that links to the requests behind it; unknown has no link. */
function Linked({ href, value, children }: { href: Address; value: number | null | undefined; children: string }) {
  return value == null ? children : <TextLink href={href}>{children}</TextLink>;
}

/** The interval of a mean. */
function Spread({ figures }: { figures: PromptFigures }) {
  const half = halfWidth(figures.qualityLow, figures.qualityHigh);
  return [half === null ? null : `±\u00a0${score(half)}`, sampleSize(figures.qualityN)].filter(Boolean).join(', ');
}

/** The same figures in words: `1,204 requests in 7 days · errors 1.2 %`. What is unknown is left out. */
export function figuresInWords(figures: PromptFigures | undefined): string {
  if (!figures || figures.requests === 0) return 'no request in 7 days';
  const words = [
    `${count(figures.requests)} requests in 7 days`,
    `errors ${percent(figures.errorRate)}`,
    figures.quality === null
      ? ''
      : `quality ${plusMinus(figures.quality, halfWidth(figures.qualityLow, figures.qualityHigh))} (${sampleSize(figures.qualityN)})`,
    figures.costPerOutcome === null ? '' : `${money(figures.costPerOutcome)} per outcome`,
  ];
  return words.filter(Boolean).join(' · ');
}
