import { and, eq, notInArray, sql } from 'drizzle-orm';
import { modelNotice, modelNoticeState } from '#db/schema/models.ts';
import type { ReadCtx, Services } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { startLoop } from '#server/platform/loop.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { readAllProjects } from '#server/projects/read-project.ts';
import { stepNotices } from './domain/notices.ts';
import { type LeavingSubject, readSubjects } from './read-subjects.ts';

/** An arbitrary constant: with a project's id the advisory lock of the one worker that writes its notices. */
const LOCK = 1_208;

type NoticeCtx = InTx<ReadCtx & Pick<Services, 'clock'>>;

/**
 * Writes the notices that are due, in every project: for each model that serves and has a retirement day, 90, 30, 14, 7
 * and 1 days before it, each once, however often and from however many workers it is called. After a pause only the
 * newest one is written. Returns how many were written.
 */
export async function writeNotices(services: Pick<Services, 'db' | 'clock'>): Promise<number> {
  const projects = await readAllProjects(services);
  let written = 0;
  for (const each of projects) {
    written += await inTransaction({ ...services, project: each }, writeOfProject);
  }
  return written;
}

async function writeOfProject(ctx: NoticeCtx): Promise<number> {
  const projectId = ctx.project.id;
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK}, ${projectId}::int4)`);
  const states = await ctx.db.select().from(modelNoticeState).where(eq(modelNoticeState.projectId, projectId));
  const stateOf = new Map(states.map((state) => [keyOf(state), state]));
  const dated = (await readSubjects(ctx)).filter(({ life }) => life.retirementDate !== null);
  await deleteWithdrawn(ctx, dated, states.length);
  const today = ctx.clock.now().toISOString().slice(0, 10);
  let written = 0;
  for (const subject of dated) {
    if (subject.places.length === 0) continue;
    const { modelId, owner, places, life } = subject;
    const of = { projectId, provider: subject.provider ?? '', modelId };
    const { state, notice } = stepNotices(stateOf.get(keyOf(of)) ?? null, { retiresOn: life.retirementDate, today });
    if (state !== null) {
      await ctx.db
        .insert(modelNoticeState)
        .values({ ...of, ...state })
        .onConflictDoUpdate({
          target: [modelNoticeState.projectId, modelNoticeState.provider, modelNoticeState.modelId],
          set: state,
        });
    }
    if (notice === null) continue;
    const rows = await ctx.db
      .insert(modelNotice)
      .values({
        ...{ ...of, ...notice, id: newId(), owner, at: ctx.clock.now() },
        places: places.map(({ prompt, environment, owner: by }) => ({ prompt, environment, owner: by })),
      })
      // A day that moved away and back has its notice already.
      .onConflictDoNothing()
      .returning({ id: modelNotice.id });
    written += rows.length;
  }
  return written;
}

/** Deletes the states of models whose day was withdrawn, so that a new day starts from the first threshold. */
async function deleteWithdrawn(ctx: NoticeCtx, dated: readonly LeavingSubject[], known: number): Promise<void> {
  if (known === 0) return;
  const kept = dated.map(({ provider, modelId }) => keyOf({ provider: provider ?? '', modelId }));
  const key = sql<string>`json_build_array(${modelNoticeState.provider}, ${modelNoticeState.modelId})::jsonb::text`;
  const mine = eq(modelNoticeState.projectId, ctx.project.id);
  await ctx.db.delete(modelNoticeState).where(kept.length === 0 ? mine : and(mine, notInArray(key, kept)));
}

/** As Postgres writes a jsonb array of two texts. */
const keyOf = ({ provider, modelId }: { provider: string; modelId: string }): string =>
  `[${JSON.stringify(provider)}, ${JSON.stringify(modelId)}]`;

/** Writes due notices at once and then every hour. Returns the stop function. */
export function startNotices(services: Pick<Services, 'db' | 'clock' | 'log'>): () => Promise<void> {
  const { log } = services;
  return startLoop(
    async () => {
      const written = await writeNotices(services);
      if (written > 0) log.info({ written }, 'notices of retiring models are written');
      return false;
    },
    {
      pauseMs: HOUR_MS,
      onError: (err) => log.warn({ err }, 'notices of retiring models are not written; tried again in an hour'),
    },
  );
}
