import type { Metadata } from 'next';
import { Prefetch } from '#app/prefetch.tsx';
import { AboutPage } from '#components/settings/about/about-page.tsx';

export const metadata: Metadata = { title: 'About' };

export default async function Page({ params }: PageProps<'/p/[project]/settings/about'>) {
  const { project } = await params;
  return (
    <Prefetch
      load={(trpc) => [trpc.projects.about.queryOptions({ project }), trpc.projects.projectCreators.queryOptions()]}
    >
      <AboutPage />
    </Prefetch>
  );
}
