import { count, eq, sql } from 'drizzle-orm';
import { apiKey, member } from '#db/schema/projects.ts';
import packageJson from '#package.json' with { type: 'json' };
import type { Ctx } from '#server/platform/context.ts';
import { rangeText } from '#server/platform/egress/address-rules.ts';
import { type QueueState, readQueue } from '#server/platform/jobs/read-queue.ts';

export type About = {
  project: { name: string; simulated: boolean };
  /** Of Switchyard itself. */
  version: string;
  /** Where programs send requests. */
  edgeUrl: string;
  publicUrl: string;
  /** The private addresses of `EGRESS_ALLOW`. */
  egressAllowed: string[];
  members: number;
  keys: number;
  /** `18.4` and the like. */
  postgresVersion: string;
  /** Bytes on disk of the whole database. */
  databaseBytes: number;
  nodeVersion: string;
  /** How far the worker is behind. */
  jobs: QueueState;
};

/** The contents of Settings → About. Two small counts, two functions of Postgres, the queue. */
export async function readAbout(ctx: Ctx): Promise<About> {
  const [members] = await ctx.db.select({ n: count() }).from(member).where(eq(member.projectId, ctx.project.id));
  const [keys] = await ctx.db.select({ n: count() }).from(apiKey).where(eq(apiKey.projectId, ctx.project.id));
  const [server] = await ctx.db.execute<{ version: string; bytes: string }>(
    sql`select current_setting('server_version') as version, pg_database_size(current_database())::text as bytes`,
  );
  return {
    project: { name: ctx.project.name, simulated: ctx.project.simulated },
    version: packageJson.version,
    edgeUrl: ctx.edgeUrl,
    publicUrl: ctx.publicUrl,
    egressAllowed: ctx.egress.allowed.map(rangeText),
    members: members?.n ?? 0,
    keys: keys?.n ?? 0,
    postgresVersion: server?.version.split(' ')[0] ?? '',
    databaseBytes: Number(server?.bytes ?? 0),
    nodeVersion: process.versions.node,
    jobs: await readQueue(ctx),
  };
}
