'use client';

import { useQuery } from '@tanstack/react-query';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { money, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { qualityWords, riskWords, spreadOf, TECHNIQUE_TITLES, topSavings } from './savings-words.ts';

const SHOWN_MAX = 3;

/** The changes that would save most of the whole project's traffic, each with its risk; the tab has the arithmetic. */
export function TopSavings({ project }: { project: string }) {
  const trpc = useTRPC();
  const read = useQuery(trpc.savings.report.queryOptions({ project }));
  const report = read.data?.report ?? null;
  const top = report === null ? [] : topSavings(report, SHOWN_MAX);
  const all = <TextLink href={to.savings(project)}>{report === null ? 'Compute savings' : 'All savings'}</TextLink>;
  return (
    <Panel aria-label="What would save most">
      <PanelHeader
        title="What would save most"
        qualifier={top.length > 0 ? 'in 30 days, of all traffic' : undefined}
        meta={all}
      />
      {read.isLoadingError ? (
        <NotLoaded read={read} />
      ) : read.data === undefined ? (
        <SkeletonRows rows={SHOWN_MAX} tall />
      ) : top.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          {report === null
            ? 'No savings have been computed yet.'
            : 'No change is proven to save without a loss of quality. The tab says what evidence is missing.'}
        </PanelBody>
      ) : (
        <Rows>
          {top.map(({ technique, complexity, risk, best }) => (
            <Row
              key={technique}
              title={
                <>
                  <span className="font-strong">{TECHNIQUE_TITLES[technique]}</span>{' '}
                  <span className="text-12 text-muted-foreground">
                    {riskWords(risk)}, {complexity} complexity
                  </span>
                </>
              }
              sub={`${best.summary} ${qualityWords(best.quality)}`}
              action={
                <span className="text-right">
                  <span className="font-strong">{money(best.savedUsd)}</span>
                  <span className="block text-12 text-muted-foreground">{best.ci95 && spreadOf(best)}</span>
                </span>
              }
              className="[&_.truncate]:whitespace-normal"
            />
          ))}
        </Rows>
      )}
      {top.length > 0 && (
        <PanelFoot>
          The {plural(top.length, 'change')} with most saved, of those that do no proven harm. The amounts do not add
          up: each change reduces what the others can save.
        </PanelFoot>
      )}
    </Panel>
  );
}
