'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { percent } from '#components/ui/format.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { type Address, PlainLink, TextLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { SideLetter } from '#components/ui/tags.tsx';
import type { DatasetDecision } from '#server/gates/domain/decide-dataset.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import { type Decided, failSentence, fall, fallenOf, passSentence, undecidedSentence } from './gate-sentence.ts';

type Summary = Extract<Outputs['gates']['compareSummary'], { comparable: true }>;
type Head = Summary['run'];

/** The names of runs A and B, then the result of the comparison. */
export function ComparisonHead({ summary: { run, baseline, decision } }: { summary: Summary }) {
  const { project } = useProject();
  const models = modelText(run) !== modelText(baseline);
  const versions = run.version === baseline.version ? `${run.version}` : `${baseline.version} and ${run.version}`;
  const nameOf = (head: Head) => (models ? (modelText(head) ?? 'no model') : `${head.prompt} ${head.version}`);
  return (
    <PageHeadline
      eyebrow={
        <>
          <Side side="A" part="baseline" name={nameOf(baseline)} href={to.evalRun(project.name, baseline.id)} />
          <Icon name="arrow-right" size={14} className="phone:hidden" />
          <Side side="B" part="candidate" name={nameOf(run)} href={to.evalRun(project.name, run.id)} />
          <span className="text-12 text-muted-foreground [overflow-wrap:anywhere]">
            {run.prompt === baseline.prompt ? `${run.prompt} ${versions}` : `${baseline.prompt} and ${run.prompt}`} on{' '}
            {run.dataset} {run.datasetVersion}
          </span>
          <TextLink
            href={to.compareRuns(project.name, { candidate: baseline.id, baseline: run.id })}
            className="text-12 text-muted-foreground"
          >
            Swap A and B
          </TextLink>
        </>
      }
    >
      {compareSentence(decision)}
    </PageHeadline>
  );
}

function Side({ side, part, name, href }: { side: 'A' | 'B'; part: string; name: string; href: Address }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5 phone:w-full">
      <SideLetter side={side} />
      <PlainLink href={href} className="quiet-link min-w-0 truncate font-mono text-12" title={name}>
        {name}
      </PlainLink>
      <span className="text-12 text-muted-foreground">{part}</span>
    </span>
  );
}

/** The result of comparing two runs in a sentence: A is the baseline, B the candidate. */
export function compareSentence(decision: DatasetDecision | undefined): string {
  if (!decision?.overall) return 'Nothing was answered on both sides.';
  const decided: Decided = { verdict: decision.verdict, reasons: decision.reasons, datasets: [decision] };
  const { overall } = decision;
  const figures = `${percent(overall.candidate)} against ${percent(overall.baseline)}`;
  switch (decision.verdict) {
    case 'fail': {
      const [worst] = fallenOf(decided);
      const why = worst ? `${fall(worst)}.` : failSentence(decided).replace(/^The gate failed: /, '');
      if ((overall.delta ?? 0) <= 0) return `B fails: ${why}`;
      return `${better(decision)}, ${figures}, and still fails: ${why}`;
    }
    case 'inconclusive':
      return `B scores ${figures}, which decides nothing yet: ${undecidedSentence(decided).replace(/^The gate could not decide: /, '')}`;
    case 'pass': {
      const how = (overall.delta ?? 0) > 0 ? better(decision) : 'B scores no higher';
      return `${how}, ${figures}. ${passSentence(decided)}`;
    }
  }
}

/** "right more often" where scores are 0 or 1, "scores higher" where they are graded. */
const better = ({ overall }: DatasetDecision): string =>
  overall?.ci95Method === 'newcombe_paired' ? 'B is right more often' : 'B scores higher';
