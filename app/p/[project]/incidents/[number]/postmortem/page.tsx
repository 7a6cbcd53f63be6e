import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PostmortemPage } from '#components/postmortems/postmortem-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Post-mortem' };

export default async function Page({ params }: PageProps<'/p/[project]/incidents/[number]/postmortem'>) {
  const { project, number: segment } = await params;
  const number = /^[1-9]\d{0,8}$/.test(segment) ? Number(segment) : notFound();
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.postmortems.detail.queryOptions({ project, number }),
        trpc.projects.members.queryOptions({ project }),
      ])}
    >
      <PostmortemPage project={project} number={number} />
    </Prefetch>
  );
}
