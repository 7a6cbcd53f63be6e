'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge.tsx';
import { halfWidth, plural, pointsInWords, sampleSize, score } from '#components/ui/format.ts';
import { exactUtc } from '#components/ui/format-time.ts';
import { TextLink } from '#components/ui/link.tsx';
import { chipsOf } from './version-chips.ts';

export type Chips = Outputs['evals']['chips'];
export type Verdicts = Outputs['gates']['versionVerdicts'];

const SHOWN_MAX = 2;

/** How a version scored on its golden sets, with interval and n, against what serves production; what its gate said. */
export function VersionScores({
  chips,
  verdict,
  version,
  serving,
}: {
  chips: Chips;
  /** What the gate of production said last. */
  verdict: Verdicts[number] | undefined;
  version: number;
  serving: number | null;
}) {
  const { project } = useProject();
  const own = chipsOf(chips, version, serving);
  if (own.length === 0 && !verdict) return <span className="text-muted-foreground">no eval run</span>;
  const more = own.length - SHOWN_MAX;
  return (
    <>
      {own.slice(0, SHOWN_MAX).map(({ chip, difference }) => (
        <div key={chip.runId} className="text-muted-foreground">
          <TextLink
            href={to.evalRun(project.name, chip.runId)}
            title={`${chip.dataset}, ${sampleSize(chip.n)}`}
            className="font-strong text-foreground"
          >
            {score(chip.score)}
          </TextLink>
          {chip.ci95 && ` ±\u00a0${score(halfWidth(chip.ci95[0], chip.ci95[1]))}`}
          <span className="hidden phone:inline"> · </span>
          <span className="block max-w-44 truncate phone:inline" title={chip.dataset}>
            {difference === 'baseline'
              ? 'baseline'
              : difference === null
                ? sampleSize(chip.n)
                : pointsInWords(difference)}
            {' · '}
            {chip.dataset}
          </span>
        </div>
      ))}
      {verdict && (
        <span title={`What the gate said last, ${exactUtc(verdict.at)}`}>
          <StatusBadge state={verdict.verdict} plain />
        </span>
      )}
      {more > 0 && <span className="text-muted-foreground">{plural(more, 'more set')}</span>}
    </>
  );
}
