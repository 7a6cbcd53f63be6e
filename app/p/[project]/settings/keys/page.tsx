import type { Metadata } from 'next';
import { Prefetch } from '#app/prefetch.tsx';
import { KeysPage } from '#components/settings/keys/keys-page.tsx';

export const metadata: Metadata = { title: 'Keys' };

export default async function Page({ params }: PageProps<'/p/[project]/settings/keys'>) {
  const { project } = await params;
  return (
    <Prefetch load={(trpc) => [trpc.projects.keys.queryOptions({ project })]}>
      <KeysPage />
    </Prefetch>
  );
}
