import { z } from 'zod';
import { personProcedure, procedure, router } from '#server/platform/trpc.ts';
import {
  dataSettingsInput,
  environmentInput,
  keyInput,
  memberInput,
  projectCreatorsSchema,
  projectNameSchema,
  roleSchema,
  scopeSchema,
} from './contract.ts';
import { createProject } from './create-project.ts';
import { readDataPage, updateDataSettings } from './data-settings.ts';
import { readProjectCreators, setProjectCreators } from './installation-settings.ts';
import { createKey } from './keys/create-key.ts';
import { readKeys } from './keys/read-keys.ts';
import { revokeKey } from './keys/revoke-key.ts';
import { acceptInvitation } from './members/accept-invitation.ts';
import { addMember } from './members/add-member.ts';
import { changeRole } from './members/change-role.ts';
import { readInvitations, readMembers } from './members/read-members.ts';
import { removeMember } from './members/remove-member.ts';
import { renewLink } from './members/renew-link.ts';
import { withdrawInvitation } from './members/withdraw-invitation.ts';
import { readAbout } from './read-about.ts';
import { readEnvironments } from './read-environments.ts';
import { readProjects } from './read-projects.ts';
import { readShell } from './read-shell.ts';
import { changePassword, signOutEverywhere } from './sign-in/change-password.ts';
import { updateEnvironment } from './update-environment.ts';

const byPerson = z.object({ personId: z.uuid() });
const password = z.string().max(300);

/** Projects, and the settings of one: members, keys, environments, data. */
export const projectsRouter = router({
  list: personProcedure('project.list').query(({ ctx }) => readProjects(ctx, ctx.person.id)),
  create: personProcedure('project.create')
    .input(z.object({ name: projectNameSchema }))
    .mutation(({ ctx, input }) =>
      createProject({ ...ctx, actor: { kind: 'person', ...ctx.person, role: 'admin', scopes: null } }, input),
    ),
  projectCreators: personProcedure('project.list').query(({ ctx }) => readProjectCreators(ctx)),
  setProjectCreators: personProcedure('installation.update')
    .input(z.object({ projectCreators: projectCreatorsSchema }))
    .mutation(({ ctx, input }) => setProjectCreators(ctx, input)),
  acceptInvitation: personProcedure('account.update')
    .input(z.object({ token: z.string().max(100) }))
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
  changePassword: personProcedure('account.update')
    .input(z.object({ current: password, next: password }))
    .mutation(({ ctx, input }) => changePassword(ctx, input)),
  signOutEverywhere: personProcedure('account.update').mutation(({ ctx }) => signOutEverywhere(ctx)),

  shell: procedure('settings.read').query(({ ctx }) => readShell(ctx)),
  about: procedure('settings.read').query(({ ctx }) => readAbout(ctx)),
  environments: procedure('settings.read').query(({ ctx }) => readEnvironments(ctx)),
  updateEnvironment: procedure('environment.write')
    .input(environmentInput)
    .mutation(({ ctx, input }) => updateEnvironment(ctx, input)),

  data: procedure('settings.read').query(({ ctx }) => readDataPage(ctx)),
  updateData: procedure('project.update')
    .input(dataSettingsInput)
    .mutation(({ ctx, input }) => updateDataSettings(ctx, input)),

  members: procedure('settings.read').query(({ ctx }) => readMembers(ctx)),
  invitations: procedure('settings.read').query(({ ctx }) => readInvitations(ctx)),
  addMember: procedure('member.write')
    .input(memberInput)
    .mutation(({ ctx, input }) => addMember(ctx, input)),
  changeRole: procedure('member.write')
    .input(byPerson.extend({ role: roleSchema }))
    .mutation(({ ctx, input }) => changeRole(ctx, input)),
  removeMember: procedure('member.write')
    .input(byPerson)
    .mutation(({ ctx, input }) => removeMember(ctx, input)),
  renewLink: procedure('member.write')
    .input(byPerson)
    .mutation(({ ctx, input }) => renewLink(ctx, input)),

  withdrawInvitation: procedure('member.write')
    .input(byPerson)
    .mutation(({ ctx, input }) => withdrawInvitation(ctx, input)),

  keys: procedure('key.read').query(({ ctx }) => readKeys(ctx)),
  createKey: procedure('key.write')
    .input(keyInput)
    .mutation(({ ctx, input: { owner, ...key } }) =>
      createKey(ctx, { ...key, ownerId: owner === 'me' ? ctx.actor.id : null }),
    ),
  createSnippetKey: procedure('key.write')
    .input(z.object({ scopes: z.array(scopeSchema).min(1) }))
    .mutation(({ ctx, input }) => createKey(ctx, { name: 'Key from a snippet', scopes: input.scopes, ownerId: null })),
  revokeKey: procedure('key.write')
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => revokeKey(ctx, input)),
});
