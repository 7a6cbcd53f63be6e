/**
 * The authorization table: who may do what. Every tRPC procedure and every edge route names its action here; what is
 * not listed is denied. A key may do what both its scopes and its owner's role allow.
 */
export const ROLES = ['viewer', 'editor', 'release_manager', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = ['ingest', 'resolve', 'gateway', 'read', 'registry', 'evals', 'promote', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * Who may make projects besides the server's operator: admins of the installation only, or each member of a project.
 */
export const PROJECT_CREATORS = ['installation_admins', 'everybody'] as const;
export type ProjectCreators = (typeof PROJECT_CREATORS)[number];

/** The kinds of caller. A stored actor may also be `imported`: it acted before this installation existed. */
export type CallerKind = 'person' | 'service' | 'system';
export type ActorKind = CallerKind | 'imported';

type Rule = {
  /**
   * The least role in the project; or, outside of any project, `anyone` without a session or key, `signed_in`, an
   * `installation_admin`, or a `project_creator`: an installation admin, or each member where that is allowed.
   */
  least: Role | 'anyone' | 'signed_in' | 'installation_admin' | 'project_creator';
  /** Scopes of a key that reach it; none = no key reaches it. */
  scopes: readonly Scope[];
  /** True where a service account is refused with `person_required`. */
  person?: true;
};

const READERS = ['read', 'registry', 'evals', 'promote', 'admin'] as const;

export const ACTIONS = {
  'health.read': { least: 'anyone', scopes: [] },
  'project.list': { least: 'signed_in', scopes: [] },
  'project.create': { least: 'project_creator', scopes: [] },
  'installation.update': { least: 'installation_admin', scopes: [] },
  'account.update': { least: 'signed_in', scopes: [] },

  'prompt.read': { least: 'viewer', scopes: READERS },
  'prompt.write': { least: 'editor', scopes: ['registry', 'admin'] },
  'prompt.deploy': { least: 'editor', scopes: ['registry', 'admin'] },
  'prompt.import_history': { least: 'admin', scopes: ['admin'] },
  'prompt.resolve': { least: 'viewer', scopes: ['resolve', 'gateway'] },

  'model.read': { least: 'viewer', scopes: READERS },
  'model.write': { least: 'editor', scopes: ['registry', 'admin'] },

  'event.write': { least: 'editor', scopes: ['ingest'] },
  'event.read': { least: 'viewer', scopes: READERS },
  'cost.reprice': { least: 'release_manager', scopes: ['admin'] },

  'eval.read': { least: 'viewer', scopes: READERS },
  'eval.write': { least: 'editor', scopes: ['evals', 'admin'] },

  'gate.read': { least: 'viewer', scopes: READERS },
  'gate.check': { least: 'editor', scopes: ['evals', 'promote', 'admin'] },
  'gate.policy': { least: 'admin', scopes: ['admin'] },

  'promotion.read': { least: 'viewer', scopes: READERS },
  'promotion.request': { least: 'editor', scopes: ['promote', 'admin'] },
  'promotion.recheck': { least: 'editor', scopes: ['promote', 'admin'] },
  'promotion.cancel': { least: 'editor', scopes: ['promote', 'admin'] },
  'promotion.approve': { least: 'release_manager', scopes: ['promote'], person: true },
  'promotion.reject': { least: 'release_manager', scopes: ['promote'], person: true },
  'promotion.rollback': { least: 'release_manager', scopes: ['promote', 'admin'] },

  'cost.write': { least: 'editor', scopes: ['ingest'] },
  'cost.read': { least: 'viewer', scopes: READERS },
  'cost.settings': { least: 'admin', scopes: [] },
  'budget.read': { least: 'viewer', scopes: READERS },
  'budget.write': { least: 'release_manager', scopes: ['admin'] },
  'invoice.read': { least: 'viewer', scopes: READERS },
  'invoice.write': { least: 'release_manager', scopes: ['admin'] },
  'savings.read': { least: 'viewer', scopes: READERS },
  'savings.compute': { least: 'editor', scopes: ['evals', 'admin'] },

  'monitor.read': { least: 'viewer', scopes: READERS },
  'monitor.write': { least: 'editor', scopes: ['admin'] },
  'alert.read': { least: 'viewer', scopes: READERS },
  'alert.acknowledge': { least: 'editor', scopes: ['admin'] },
  'anchor.read': { least: 'viewer', scopes: READERS },
  'anchor.write': { least: 'editor', scopes: ['evals', 'admin'] },
  'anchor.score': { least: 'editor', scopes: ['ingest', 'evals', 'admin'] },
  'incident.read': { least: 'viewer', scopes: READERS },
  'incident.write': { least: 'editor', scopes: ['admin'] },
  'alert.receive': { least: 'editor', scopes: ['ingest', 'admin'] },
  'restriction.read': { least: 'viewer', scopes: READERS },
  'restriction.write': { least: 'release_manager', scopes: ['admin'] },
  'runbook.read': { least: 'viewer', scopes: READERS },
  'runbook.write': { least: 'editor', scopes: ['admin'] },
  'postmortem.read': { least: 'viewer', scopes: READERS },
  'postmortem.write': { least: 'editor', scopes: ['admin'] },
  'postmortem.review': { least: 'editor', scopes: ['admin'], person: true },
  'postmortem.publish': { least: 'editor', scopes: ['admin'] },
  'silence.write': { least: 'editor', scopes: ['admin'] },
  'channel.read': { least: 'viewer', scopes: READERS },
  'channel.write': { least: 'admin', scopes: ['admin'] },
  'on_call.write': { least: 'editor', scopes: [] },

  'project.read': { least: 'viewer', scopes: READERS },
  'project.update': { least: 'admin', scopes: ['admin'] },
  'settings.read': { least: 'viewer', scopes: [] },
  'member.write': { least: 'admin', scopes: [] },
  'key.read': { least: 'admin', scopes: [] },
  'key.write': { least: 'admin', scopes: [] },
  'environment.write': { least: 'admin', scopes: [] },
  'audit.read': { least: 'release_manager', scopes: [] },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof ACTIONS;

/** What {@link refusalOf} decides by. */
export type Caller = {
  kind: CallerKind;
  role: Role;
  /** Null for a person signed in by browser: the role alone decides. */
  scopes: readonly string[] | null;
  /** What a signed-in person may do outside of projects; left out: nothing. */
  installation?: Standing;
};

/** Roles from `least` up. */
export const rolesFrom = (least: Role): readonly Role[] => ROLES.slice(ROLES.indexOf(least));

export type Standing = { admin: boolean; createsProjects: boolean };

/** Whether the action belongs to no project: no role and no key allows it. */
export const isOutsideProjects = (action: Action): boolean =>
  ['signed_in', 'installation_admin', 'project_creator'].includes(ACTIONS[action].least);

export type Refusal = { code: 'insufficient_scope' | 'insufficient_role' | 'person_required'; message: string };

/** Why `caller` may not do `action` in its own project, with a sentence for people; null where it may. */
export function refusalOf(action: Action, caller: Caller): Refusal | null {
  const rule: Rule = ACTIONS[action];
  if (caller.kind === 'system' || rule.least === 'anyone' || rule.least === 'signed_in') return null;
  if (caller.scopes !== null && !rule.scopes.some((scope) => caller.scopes?.includes(scope))) {
    const needed =
      rule.scopes.length > 0 ? `one of the scopes ${rule.scopes.join(', ')}` : 'a person signed in by browser';
    return { code: 'insufficient_scope', message: `This needs ${needed}.` };
  }
  if (rule.least === 'installation_admin' || rule.least === 'project_creator') {
    const { admin = false, createsProjects = false } = caller.installation ?? {};
    if (rule.least === 'installation_admin' ? admin : createsProjects) return null;
    return { code: 'insufficient_role', message: 'This needs an admin of the installation.' };
  }
  if (rule.person && caller.kind !== 'person') {
    return { code: 'person_required', message: 'This needs a person; a service account cannot decide it.' };
  }
  if (!rolesFrom(rule.least).includes(caller.role)) {
    return {
      code: 'insufficient_role',
      message: `This needs the role ${rule.least.replace('_', ' ')}; yours is ${caller.role.replace('_', ' ')}.`,
    };
  }
  return null;
}
