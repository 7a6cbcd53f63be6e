import type { Metadata } from 'next';
import { readCompareState } from '#components/evals/compare/compare-state.ts';
import { NothingToCompare } from '#components/evals/compare/nothing-to-compare.tsx';
import { Comparison } from '#components/gates/comparison.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Compare' };

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/evals/compare'>) {
  const { project } = await params;
  const { candidate, baseline } = await readCompareState(searchParams);
  if (!candidate || !baseline) return <NothingToCompare />;
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.gates.compareSummary.queryOptions({ project, run: candidate, baseline }),
        trpc.evals.run.queryOptions({ project, id: candidate }),
      ])}
    >
      <Comparison candidate={candidate} baseline={baseline} />
    </Prefetch>
  );
}
