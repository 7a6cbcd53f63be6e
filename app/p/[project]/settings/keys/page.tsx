import type { Metadata } from 'next';
import { KeysPage } from '#components/settings/keys/keys-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Keys' };

export default async function Page({ params }: PageProps<'/p/[project]/settings/keys'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.projects.keys.queryOptions({ project })])}>
      <KeysPage />
    </Prefetch>
  );
}
