import { SCOPES, type Scope } from '#server/platform/actions.ts';
import { createKey } from '#server/projects/keys/create-key.ts';
import { findMember } from '#server/projects/members/find-member.ts';
import { type Command, optional, required, UsageError } from './command.ts';
import { operatorCtx, withServices } from './local.ts';

export const keysCreate: Command = {
  name: 'keys create',
  summary: 'make an API key; its text is printed once, alone on standard output',
  usage: `--project NAME --scopes ${SCOPES.slice(0, 2).join(',')} [--owner EMAIL] [--name TEXT] [--json]
  --scopes   one or several of ${SCOPES.join(', ')}
  --owner    the member that the key acts as; left out: a service account of the project`,
  options: {
    project: { type: 'string' },
    scopes: { type: 'string' },
    owner: { type: 'string' },
    name: { type: 'string' },
  },
  async run(values, io) {
    const project = required(values, 'project');
    const scopes = scopesOf(required(values, 'scopes'));
    const owner = optional(values, 'owner');
    const made = await withServices(io.env, async (services) => {
      const ctx = await operatorCtx(services, project);
      const member = owner === undefined ? null : await findMember(ctx, owner);
      if (owner !== undefined && member === null) {
        throw new UsageError(
          `${owner} is no member of ${project}. Invite them with: switchyard users create (with --no-link: a member at once)`,
        );
      }
      const name = optional(values, 'name') ?? 'command line';
      return createKey(ctx, { name, scopes, ownerId: member?.personId ?? null });
    });
    io.out(values.json === true ? JSON.stringify({ ...made, project, scopes }) : made.key);
    io.note(`Key of ${project} for ${scopes.join(', ')}. It is not shown again.`);
    return 0;
  },
};

function scopesOf(text: string): Scope[] {
  const names = text.split(',').map((it) => it.trim());
  return names.map((name) => {
    const scope = SCOPES.find((it) => it === name);
    if (!scope) throw new UsageError(`"${name}" is no scope. Scopes are ${SCOPES.join(', ')}.`);
    return scope;
  });
}
