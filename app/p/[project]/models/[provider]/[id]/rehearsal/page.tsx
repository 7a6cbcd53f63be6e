import type { Metadata } from 'next';
import { RehearsalPage } from '#components/rehearsals/rehearsal-page.tsx';

type Props = PageProps<'/p/[project]/models/[provider]/[id]/rehearsal'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { provider, id } = await params;
  return { title: `Rehearsal of ${decodeURIComponent(provider)}/${decodeURIComponent(id)}` };
}

/** The rehearsal is not read in advance: it computes gates and prices requests, and the page shows its frame first. */
export default async function Page({ params }: Props) {
  const { provider, id } = await params;
  return <RehearsalPage provider={decodeURIComponent(provider)} modelId={decodeURIComponent(id)} />;
}
