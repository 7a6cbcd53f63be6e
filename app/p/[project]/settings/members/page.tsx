import type { Metadata } from 'next';
import { MembersPage } from '#components/settings/members/members-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Members' };

export default async function Page({ params }: PageProps<'/p/[project]/settings/members'>) {
  const { project } = await params;
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.projects.members.queryOptions({ project }),
        trpc.projects.invitations.queryOptions({ project }),
      ])}
    >
      <MembersPage />
    </Prefetch>
  );
}
