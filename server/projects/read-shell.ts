import { ACTIONS, type Action, type Role, refusalOf } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type OwnProject, readProjects } from './read-projects.ts';

export type Shell = {
  project: { name: string; simulated: boolean };
  person: { id: string; name: string };
  role: Role;
  /** Every project that this person belongs to, by name. */
  projects: OwnProject[];
  /** Where programs send requests, and where people open the pages; for snippets. */
  edgeUrl: string;
  publicUrl: string;
  /** The actions that this person may not do here, each with the reason as a sentence. */
  refusals: Partial<Record<Action, string>>;
};

/**
 * The data around every page of a project: the person, the project, and what the person may do. One lookup by index.
 */
export async function readShell(ctx: Ctx): Promise<Shell> {
  const { project, actor } = ctx;
  return {
    project: { name: project.name, simulated: project.simulated },
    person: { id: actor.id ?? '', name: actor.name },
    role: actor.role,
    projects: actor.id === null ? [] : await readProjects(ctx, actor.id),
    edgeUrl: ctx.edgeUrl,
    publicUrl: ctx.publicUrl,
    refusals: refusalsOf(ctx),
  };
}

function refusalsOf({ actor }: Ctx): Partial<Record<Action, string>> {
  const actions = Object.keys(ACTIONS) as Action[];
  const refused = actions.flatMap((action) => {
    const refusal = refusalOf(action, actor);
    return refusal ? [[action, refusal.message] as const] : [];
  });
  return Object.fromEntries(refused);
}
