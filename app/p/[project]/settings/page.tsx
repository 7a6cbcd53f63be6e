import { redirect } from 'next/navigation';
import { to } from '#components/shell/to.ts';

export default async function Page({ params }: PageProps<'/p/[project]/settings'>) {
  redirect(to.settings((await params).project));
}
