'use client';

import type { ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Td } from '#components/ui/data/table.tsx';
import { count, halfWidth, percent, plusMinus, sampleSize, score } from '#components/ui/format.ts';
import { type Address, TextLink } from '#components/ui/link.tsx';

/** Seven days of a prompt, all environments. */
export type PromptFigures = Outputs['telemetry']['promptStats'][number];

type FigureColumn = {
  head: string;
  value: (figures: PromptFigures) => number | null;
  format: (value: number | null | undefined) => string;
  /** What the figure is made of. */
  href: (project: string, prompt: string) => Address;
  /** A second line under the figure. */
  sub?: (figures: PromptFigures) => ReactNode;
};

const metricsOf: FigureColumn['href'] = (project, prompt) =>
  to.prompt(project, prompt, { tab: 'metrics', range: '7d' });

/** The figures of a prompt in a table, in order: headings and cells follow from it. */
export const FIGURE_COLUMNS: readonly FigureColumn[] = [
  {
    head: 'Requests',
    value: ({ requests }) => requests,
    format: count,
    href: (project, prompt) => to.monitor(project, { prompt, range: '7d' }),
  },
  {
    head: 'Errors',
    value: ({ errorRate }) => errorRate,
    format: percent,
    href: (project, prompt) => to.requests(project, { prompt, range: '7d', status: 'error' }),
  },
  {
    head: 'Quality',
    value: ({ quality }) => quality,
    format: score,
    href: metricsOf,
    sub: (figures) => (figures.qualityN ? <Spread figures={figures} /> : undefined),
  },
];

/** One figure of a prompt, which links to the requests behind it. An unknown value is a dash, not a zero. */
export function FigureCell({
  column,
  prompt,
  figures,
}: {
  column: FigureColumn;
  prompt: string;
  figures: PromptFigures | undefined;
}) {
  const { project } = useProject();
  const value = figures && column.value(figures);
  return (
    <Td num label={column.head} sub={figures && column.sub?.(figures)} unknown={value == null}>
      <Linked href={column.href(project.name, prompt)} value={value}>
        {column.format(value)}
      </Linked>
    </Td>
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
  ];
  return words.filter(Boolean).join(' · ');
}
