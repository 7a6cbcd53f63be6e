import { ROLES } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { addMember } from '#server/projects/add-member.ts';
import { findMember } from '#server/projects/find-member.ts';
import { renewLink } from '#server/projects/renew-link.ts';
import { type Command, type Io, optional, required, UsageError } from './command.ts';
import { operatorCtx, withServices } from './local.ts';

export const usersCreate: Command = {
  name: 'users create',
  summary: 'make a member of a project; prints a one-time sign-in link, alone on standard output',
  usage: `--email EMAIL --role ${ROLES.join('|')} [--project NAME] [--name TEXT] [--if-missing] [--json]
  --project     default where left out
  --if-missing  a member with that address is fine: prints nothing
  For somebody who is a member already it prints a new link, with which a forgotten password is set anew.`,
  options: {
    email: { type: 'string' },
    role: { type: 'string' },
    project: { type: 'string' },
    name: { type: 'string' },
    'if-missing': { type: 'boolean' },
  },
  async run(values, io) {
    const email = required(values, 'email');
    const role = ROLES.find((it) => it === required(values, 'role').replace('-', '_'));
    if (!role) throw new UsageError(`"${String(values.role)}" is no role. Roles are ${ROLES.join(', ')}.`);
    const project = optional(values, 'project') ?? 'default';
    const made = await withServices(io.env, async (services) => {
      const ctx = await operatorCtx(services, project);
      const known = await findMember(ctx, email);
      if (known && values['if-missing'] === true) return null;
      if (known) return linkForKnown(ctx, known, email, io);
      const { signInLink } = await addMember(ctx, { email, role, name: optional(values, 'name') });
      return { role, signInLink };
    });
    if (made === null) return 0;
    io.out(values.json === true ? JSON.stringify({ email, project, ...made }) : (made.signInLink ?? ''));
    io.note('The link works once, within 24 hours.');
    return 0;
  },
};

async function linkForKnown(ctx: Ctx, known: { personId: string; role: string }, email: string, io: Io) {
  io.note(`${email} is a member already, as ${known.role}; the role stays. Roles are changed in Settings.`);
  return { role: known.role, ...(await renewLink(ctx, known)) };
}
