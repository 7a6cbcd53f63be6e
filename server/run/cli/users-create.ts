import { ROLES, type Role } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { addMember } from '#server/projects/members/add-member.ts';
import { findInvited, findMember } from '#server/projects/members/find-member.ts';
import { joinWithoutLink } from '#server/projects/members/join-without-link.ts';
import { makeResetLink, renewLink } from '#server/projects/members/renew-link.ts';
import { type Command, type Io, optional, required, UsageError } from './command.ts';
import { operatorCtx, withServices } from './local.ts';

export const usersCreate: Command = {
  name: 'users create',
  summary: 'invite a person to a project; prints a one-time sign-in link, alone on standard output',
  usage: `--email EMAIL --role ${ROLES.join('|')} [--project NAME] [--name TEXT] [options]
  --project     default where left out
  --if-missing  a member or an invitation with that address is fine: prints nothing
  --no-link     a member at once, who acts only by keys made here
  --installation-admin  the person may also make projects and choose who else may
  --json        prints an object
  For a member it prints a link that sets a new password: its use ends the old password, every session, every other
  link, and the keys that act as that person.`,
  options: {
    email: { type: 'string' },
    role: { type: 'string' },
    project: { type: 'string' },
    name: { type: 'string' },
    'if-missing': { type: 'boolean' },
    'no-link': { type: 'boolean' },
    'installation-admin': { type: 'boolean' },
  },
  async run(values, io) {
    const email = required(values, 'email');
    const role = ROLES.find((it) => it === required(values, 'role').replace('-', '_'));
    if (!role) throw new UsageError(`"${String(values.role)}" is no role. Roles are ${ROLES.join(', ')}.`);
    const project = optional(values, 'project') ?? 'default';
    const wish = {
      ...{ email, role, name: optional(values, 'name') },
      ifMissing: values['if-missing'] === true,
      noLink: values['no-link'] === true,
      installationAdmin: values['installation-admin'] === true,
    };
    const made = await withServices(io.env, async (services) => invite(await operatorCtx(services, project), wish, io));
    if (made === null) return 0;
    io.out(values.json === true ? JSON.stringify({ email, project, ...made }) : (made.signInLink ?? ''));
    if (made.signInLink !== null) io.note('The link works once, within 24 hours, and ends every earlier one.');
    return 0;
  },
};

type Wish = {
  email: string;
  role: Role;
  name?: string;
  ifMissing: boolean;
  noLink: boolean;
  installationAdmin: boolean;
};
type Made = { role: Role; signInLink: string | null };

async function invite(ctx: Ctx, wish: Wish, io: Io): Promise<Made | null> {
  const { email, role, name, installationAdmin } = wish;
  const member = await findMember(ctx, email);
  if (member) {
    if (wish.ifMissing) return null;
    io.note(`${email} is a member already, as ${member.role}; the role stays. Roles are changed in Settings.`);
    return { role: member.role, ...(await makeResetLink(ctx, { ...member, installationAdmin })) };
  }
  const invited = await findInvited(ctx, email);
  if (invited && wish.ifMissing && !wish.noLink) return null;
  if (invited)
    io.note(`${email} is invited already, as ${invited.role}; the role stays. Roles are changed in Settings.`);
  if (invited && !wish.noLink) {
    return { role: invited.role, ...(await renewLink(ctx, { ...invited, installationAdmin })) };
  }
  const { personId, signInLink } = invited
    ? { ...invited, signInLink: null }
    : await addMember(ctx, { email, name, role }, { installationAdmin });
  if (!wish.noLink) return { role, signInLink };
  await joinWithoutLink(ctx, { personId });
  return { role: invited?.role ?? role, signInLink: null };
}
