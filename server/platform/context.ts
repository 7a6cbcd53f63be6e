import type { Db, Sql } from '#db/client.ts';
import type { Caller, Role } from './actions.ts';
import type { Clock } from './clock.ts';
import type { AnchorsOutside } from './config.ts';
import type { Logger } from './log.ts';

/** The tenant of a request. `slot` places its telemetry: `id × 64`. */
export type Project = { id: number; name: string; simulated: boolean };

/** Who does it. `scopes` is null by browser; `keyId` is set when a key was used. */
export type Actor = Caller & { id: string | null; name: string; role: Role; keyId?: string };

/** What a process has open for its whole life. */
export type Services = {
  db: Db;
  sql: Sql;
  /** Whether the database answers at this moment; never takes longer than 1.5 s, and never rejects. */
  reachable: () => Promise<boolean>;
  clock: Clock;
  log: Logger;
  /** The registered models that a text may name: prompts ask, though models stand to their right. */
  modelsNamed: (ctx: ReadCtx, text: string) => Promise<{ provider: string; model: string }[]>;
  /** HMAC key of the audit chain. */
  auditKey: string;
  /** Absolute path of the data folder. */
  dataDir: string;
  /** Where the ends of the audit chains are noted besides the data folder. */
  anchorsOutside: AnchorsOutside;
  /** Where people open the pages, without a trailing slash. */
  publicUrl: string;
  /** Where programs send requests, without a trailing slash. */
  edgeUrl: string;
};

/** What every use case gets first: the services, the project and who asks. */
export type Ctx = Services & {
  project: Project;
  actor: Actor;
  requestId: string;
  ip: string | null;
  /** For who writes beside `db`: said before the first write, since from then on a late answer means an unknown outcome. */
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

/** The actor as it is stored beside what it did. */
export function actorRecord(actor: Actor) {
  return { kind: actor.kind, id: actor.id, name: actor.name, ...(actor.keyId ? { keyId: actor.keyId } : {}) };
}
