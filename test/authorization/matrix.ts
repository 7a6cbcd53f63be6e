import { ACTIONS, type Action, type Caller, ROLES, refusalOf, SCOPES } from '#server/platform/actions.ts';

const CALLERS: { name: string; caller: Caller }[] = [
  ...ROLES.map((role) => ({ name: role, caller: { kind: 'person' as const, role, scopes: null } })),
  {
    name: 'installation_admin',
    caller: {
      kind: 'person' as const,
      role: 'viewer' as const,
      scopes: null,
      installation: { admin: true, createsProjects: true },
    },
  },
  ...SCOPES.map((scope) => ({
    name: `key:${scope}`,
    caller: { kind: 'service' as const, role: 'editor' as const, scopes: [scope] },
  })),
];

/** The authorization table as text: one row per action, one column per caller. */
export function matrix(): string {
  const actions = Object.keys(ACTIONS) as Action[];
  const width = Math.max(...actions.map((it) => it.length));
  const header = ['action'.padEnd(width), ...CALLERS.map((it) => it.name)].join('  ');
  const rows = actions.map((action) => {
    const cells = CALLERS.map(({ name, caller }) =>
      (refusalOf(action, caller) === null ? 'yes' : '-').padEnd(name.length),
    );
    return [action.padEnd(width), ...cells].join('  ').trimEnd();
  });
  return `${[header, ...rows].join('\n')}\n`;
}
