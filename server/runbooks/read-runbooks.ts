import { and, desc, eq, inArray } from 'drizzle-orm';
import { runbookDrill, runbookVersion } from '#db/schema/runbooks.ts';
import type { Ctx, DbCtx, ReadCtx } from '#server/platform/context.ts';
import { checkRunbook, isDead, isIdle, type StepCheck } from './domain/check-runbook.ts';
import type { Facts } from './domain/facts.ts';
import { parseRunbook, type Runbook, type Step } from './domain/parse-runbook.ts';
import { findRunbook, findRunbooks, type RunbookText } from './find-runbook.ts';
import { readFacts } from './read-facts.ts';

export type Drill = Omit<typeof runbookDrill.$inferSelect, 'projectId' | 'month'>;
export type CheckedStep = Step & { check: Omit<StepCheck, 'position'> | null };

/** A runbook with its parts, and whether its steps could be done now. */
export type RunbookView = RunbookText &
  Omit<Runbook, 'steps'> & { steps: CheckedStep[]; deadSteps: number; idleSteps: number; lastDrill: Drill | null };

/** Every runbook of the project, the built-in ones first. One read of the project's facts checks all of them. */
export async function readRunbooks(ctx: Pick<Ctx, 'db' | 'project' | 'clock'>): Promise<RunbookView[]> {
  const texts = await findRunbooks(ctx);
  const facts = await readFacts(ctx);
  const drills = await readLastDrills(ctx, texts);
  return texts.map((text) => viewOf(text, { facts, drills, now: ctx.clock.now() }));
}

/** One runbook; 404. */
export async function readRunbook(ctx: Pick<Ctx, 'db' | 'project' | 'clock'>, name: string): Promise<RunbookView> {
  const text = await findRunbook(ctx, name);
  const facts = await readFacts(ctx);
  return viewOf(text, { facts, drills: await readLastDrills(ctx, [text]), now: ctx.clock.now() });
}

/** A runbook as its Markdown says, and whether its steps could be done by `facts`. */
export function viewOf(
  text: RunbookText,
  { facts, drills, now }: { facts: Facts; drills: ReadonlyMap<string, Drill>; now: Date },
): RunbookView {
  const { steps, ...parts } = parseRunbook(text.markdown).runbook;
  const checks = new Map(checkRunbook(steps, facts, now).map(({ position, ...check }) => [position, check]));
  return {
    ...text,
    ...parts,
    steps: steps.map((step) => ({ ...step, check: checks.get(step.position) ?? null })),
    deadSteps: [...checks.values()].filter(isDead).length,
    idleSteps: [...checks.values()].filter(isIdle).length,
    lastDrill: (text.id === null ? null : drills.get(text.id)) ?? null,
  };
}

/** The newest drill of each: one index entry a runbook. */
export async function readLastDrills(ctx: ReadCtx, texts: readonly RunbookText[]): Promise<Map<string, Drill>> {
  const ids = texts.flatMap(({ id }) => (id === null ? [] : [id]));
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectDistinctOn([runbookDrill.runbookId], DRILL)
    .from(runbookDrill)
    .where(and(eq(runbookDrill.projectId, ctx.project.id), inArray(runbookDrill.runbookId, ids)))
    .orderBy(runbookDrill.runbookId, desc(runbookDrill.at));
  return new Map(rows.map((row) => [row.runbookId, row]));
}

const DRILL = {
  id: runbookDrill.id,
  runbookId: runbookDrill.runbookId,
  version: runbookDrill.version,
  deadSteps: runbookDrill.deadSteps,
  steps: runbookDrill.steps,
  actor: runbookDrill.actor,
  at: runbookDrill.at,
};

/** The versions of a runbook, newest first, without their texts; none of a built-in one that has no row. */
export async function readVersions({ db }: DbCtx, { id }: Pick<RunbookText, 'id'>) {
  if (id === null) return [];
  return db
    .select({
      version: runbookVersion.version,
      owner: runbookVersion.owner,
      actor: runbookVersion.actor,
      at: runbookVersion.at,
    })
    .from(runbookVersion)
    .where(eq(runbookVersion.runbookId, id))
    .orderBy(desc(runbookVersion.version))
    .limit(50);
}
