import type { Metadata } from 'next';
import { ModelPage } from '#components/screens/model/model-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

type Props = PageProps<'/p/[project]/models/[provider]/[id]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { provider, id } = await params;
  return { title: `${decodeURIComponent(provider)}/${decodeURIComponent(id)}` };
}

export default async function Page({ params }: Props) {
  const { project, provider: encoded, id } = await params;
  const [provider, modelId] = [decodeURIComponent(encoded), decodeURIComponent(id)];
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.models.detail.queryOptions({ project, provider, modelId }),
        trpc.catalogues.listed.queryOptions({ project, provider, modelId }),
        trpc.gates.fallbackProofs.queryOptions({ project }),
        trpc.evals.modelScores.queryOptions({ project, provider, model: modelId }),
        trpc.telemetry.modelStats.queryOptions({ project }),
      ])}
    >
      <ModelPage provider={provider} modelId={modelId} />
    </Prefetch>
  );
}
