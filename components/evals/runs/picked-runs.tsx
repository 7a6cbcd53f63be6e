'use client';

import { useQueryState } from 'nuqs';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { SideLetter } from '#components/ui/tags.tsx';
import { type Run, variantOfRun } from './run-words.ts';
import { runsParsers } from './runs-state.ts';

/** The picked runs, which of them is the baseline, and the link that compares them. */
export function PickedRuns({ runs }: { runs: Run[] }) {
  const { project } = useProject();
  const [[baseline, candidate], setPick] = useQueryState('pick', runsParsers.pick);
  if (!baseline) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a form's look and legend
    <div
      role="group"
      aria-label="Picked runs"
      className="sticky top-(--header-height) z-10 flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-accent px-3 py-2"
    >
      <Side side="A" part="baseline" run={runs.find(({ id }) => id === baseline)} id={baseline} />
      {candidate ? (
        <Side side="B" part="candidate" run={runs.find(({ id }) => id === candidate)} id={candidate} />
      ) : (
        <span className="text-12 text-muted-foreground">Pick a second run of the same dataset version.</span>
      )}
      <div className="ml-auto flex items-center gap-2">
        <Button size="sm" variant="ghost" onClick={() => void setPick(null)}>
          Clear
        </Button>
        {candidate && (
          <>
            <Button size="sm" icon="up-down" onClick={() => void setPick([candidate, baseline])}>
              Swap
            </Button>
            <ButtonLink size="sm" variant="primary" href={to.compareRuns(project.name, { candidate, baseline })}>
              Compare
            </ButtonLink>
          </>
        )}
      </div>
    </div>
  );
}

function Side({ side, part, run, id }: { side: 'A' | 'B'; part: string; run: Run | undefined; id: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <SideLetter side={side} />
      <span className="truncate">{run ? `${run.prompt} ${variantOfRun(run)}` : `run ${id.slice(0, 8)}`}</span>
      <span className="text-12 text-muted-foreground">{part}</span>
    </span>
  );
}
