import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { LAST_PROJECT_COOKIE } from '#components/shell/last-project.ts';
import { orLeave } from '#components/shell/reads/or-leave.ts';
import { NoProject } from '#components/shell/states/no-project.tsx';
import { to } from '#components/shell/to.ts';
import { pageCaller } from '#server/run/web/page-context.ts';

/** Redirects to the project visited last, else to the first one. */
export default async function Page() {
  const api = await pageCaller();
  const { data: projects } = await orLeave(api.projects.list());
  const last = (await cookies()).get(LAST_PROJECT_COOKIE)?.value;
  const project = projects?.find((each) => each.name === last) ?? projects?.[0];
  if (project) redirect(to.overview(project.name));
  return <NoProject />;
}
