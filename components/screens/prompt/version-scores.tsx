'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { halfWidth, plural, pointsInWords, sampleSize, score } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { exactUtc } from '#components/ui/time/format-time.ts';

type Chips = Outputs['evals']['chips'];
type Verdicts = Outputs['gates']['versionVerdicts'];

const SHOWN_MAX = 2;

/** A version's scores on its golden sets, with interval and n, against what serves production; its gate's verdict. */
export function VersionScores({
  chips,
  verdict,
  version,
  serving,
}: {
  chips: Chips;
  /** The latest verdict of production's gate. */
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
        <span title={`The gate’s latest verdict, ${exactUtc(verdict.at)}`}>
          <StatusBadge state={verdict.verdict} plain />
        </span>
      )}
      {more > 0 && <span className="text-muted-foreground">{plural(more, 'more set')}</span>}
    </>
  );
}

/** The fields of a completed eval run that the timeline shows. */
export type ChipFacts = {
  version: number;
  dataset: string;
  provider: string | null;
  model: string | null;
  score: number | null;
};

/**
 * The runs of one version, each with its difference from the run of what serves, on the same golden set and, where
 * there is one, the same model: `baseline` for that run itself, null where there is none to compare with.
 */
export function chipsOf<Chip extends ChipFacts>(
  chips: readonly Chip[],
  version: number,
  serving: number | null,
): { chip: Chip; difference: number | 'baseline' | null }[] {
  return chips
    .filter((chip) => chip.version === version)
    .map((chip) => {
      if (version === serving) return { chip, difference: 'baseline' };
      const on = chips.filter((each) => each.version === serving && each.dataset === chip.dataset);
      const baseline = on.find((each) => each.provider === chip.provider && each.model === chip.model) ?? on[0];
      const known = chip.score !== null && baseline?.score != null;
      return { chip, difference: known ? (chip.score ?? 0) - (baseline?.score ?? 0) : null };
    });
}
