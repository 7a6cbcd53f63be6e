import type { Db, Sql } from '#db/client.ts';
import type { Caller, Role } from './actions.ts';
import type { Clock } from './clock.ts';
import type { AnchorsOutside } from './config.ts';
import type { Egress } from './egress/egress.ts';
import type { Logger } from './log.ts';

/** The tenant of a request. `slot` places its telemetry: `id × 64`. */
export type Project = { id: number; name: string; simulated: boolean };

/** The caller of a use case. `scopes` is null for a person signed in by browser; `keyId` is set when a key was used. */
export type Actor = Caller & { id: string | null; name: string; role: Role; keyId?: string };

/** What a process opens once and keeps until it ends. */
export type Services = {
  db: Db;
  sql: Sql;
  /** Whether the database responds at this moment; takes at most 1.5 s and never rejects. */
  reachable: () => Promise<boolean>;
  clock: Clock;
  log: Logger;
  /** The registered models that a text may name. Passed in, since prompts may not import models, to their right. */
  modelsNamed: (ctx: ReadCtx, text: string) => Promise<{ provider: string; model: string }[]>;
  /** HMAC key of the audit chain. */
  auditKey: string;
  /** Absolute path of the data folder. */
  dataDir: string;
  /** Where the heads of the audit chains are noted besides the data folder. */
  anchorsOutside: AnchorsOutside;
  /** Sends requests to addresses that people gave. */
  egress: Egress;
  /** Where people open the pages, without a trailing slash. */
  publicUrl: string;
  /** Where programs send requests, without a trailing slash. */
  edgeUrl: string;
};

/** The first argument of every use case: the services, the project and the caller. */
export type Ctx = Services & {
  project: Project;
  actor: Actor;
  requestId: string;
  ip: string | null;
  /**
   * Set where the handler also writes over a connection that is not `db`. It sets `begun` before its first such write:
   * from then on a request that takes too long has an unknown outcome.
   */
  otherWrites?: { begun: boolean };
};

/** What reads and writes of the whole installation need. */
export type DbCtx = Pick<Ctx, 'db'>;

/** What a read needs: where it reads, and the project that its `where` names. */
export type ReadCtx = Pick<Ctx, 'db' | 'project'>;

/** The system acting by itself in `project`: workers and consumers of the outbox. */
export function systemCtx(services: Services, project: Project, name: string, requestId: string): Ctx {
  const actor: Actor = { kind: 'system', id: null, name, role: 'admin', scopes: null };
  return { ...services, project, actor, requestId, ip: null };
}

/** The actor as it is stored in rows and audit entries. */
export function actorRecord(actor: Actor) {
  return { kind: actor.kind, id: actor.id, name: actor.name, ...(actor.keyId ? { keyId: actor.keyId } : {}) };
}
