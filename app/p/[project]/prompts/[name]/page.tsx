import type { Metadata } from 'next';
import { historyReads, readPromptState, versionsReads } from '#components/prompts/prompt-state.ts';
import { PromptPage } from '#components/screens/prompt/prompt-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { readTimeWindow } from '#components/shell/time/time-range.ts';
import { metricsInput } from '#components/telemetry/prompts/metrics-input.ts';
import { pageReads } from '#server/run/web/page-reads.ts';

type Props = PageProps<'/p/[project]/prompts/[name]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params, searchParams }: Props) {
  const { project, name: encoded } = await params;
  const name = decodeURIComponent(encoded);
  const search = await searchParams;
  const { tab, environment } = await readPromptState(search);
  const versions = versionsReads(project, name);
  const history = historyReads(project, name, environment);
  const window = readTimeWindow(search, Date.now());
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.prompts.head.queryOptions({ project, name }),
        trpc.telemetry.promptStats.queryOptions({ project, prompts: [name] }),
        trpc.cost.promptFigures.queryOptions({ project, prompt: name }),
        trpc.promotions.list.queryOptions({ project, prompt: name, group: 'open' }),
        ...(tab === 'versions'
          ? [
              trpc.prompts.versions.infiniteQueryOptions(versions.input, versions.options),
              trpc.evals.chips.queryOptions({ project, prompt: name }),
              trpc.gates.versionVerdicts.queryOptions({ project, prompt: name }),
            ]
          : []),
        ...(tab === 'metrics'
          ? [trpc.telemetry.versionSeries.queryOptions(metricsInput(project, name, environment, window))]
          : []),
        ...(tab === 'usage' ? [trpc.telemetry.promptServices.queryOptions({ project, prompt: name })] : []),
        ...(tab === 'history' ? [trpc.prompts.history.infiniteQueryOptions(history.input, history.options)] : []),
      ])}
    >
      <PromptPage name={name} />
    </Prefetch>
  );
}
