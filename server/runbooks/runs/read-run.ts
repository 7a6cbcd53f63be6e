import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { runbookRun, runbookStep, runbookVersion } from '#db/schema/runbooks.ts';
import { MONITOR_KINDS } from '#server/alerts/domain/monitor-kind.ts';
import { refusalOf } from '#server/platform/actions.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { isAction } from '#server/runbooks/domain/actions.ts';
import type { Facts } from '#server/runbooks/domain/facts.ts';
import { parseRunbook } from '#server/runbooks/domain/parse-runbook.ts';
import { findRunbook } from '#server/runbooks/find-runbook.ts';
import { readFacts } from '#server/runbooks/read-facts.ts';
import { readLastDrills, readVersions, viewOf } from '#server/runbooks/read-runbooks.ts';
import type { RunRow } from './hold-run.ts';
import { undoOf } from './undo-step.ts';

/**
 * A runbook as its page and the panel of an incident show it: of the version that the newest run follows while it is open,
 * else of the newest one; with the entries of that run, oldest first. 404.
 */
export async function readRunbookForPage(ctx: Ctx, { name, incidentId }: { name: string; incidentId: string | null }) {
  const newest = await findRunbook(ctx, name);
  const run = newest.id === null ? null : await readNewestRun(ctx, newest.id, incidentId);
  const followed = run !== null && run.endedAt === null && run.version !== newest.version ? run.version : null;
  const text = followed === null ? newest : { ...newest, ...(await readText(ctx, newest.id ?? '', followed)) };
  const facts = await readFacts(ctx);
  const drills = await readLastDrills(ctx, [newest]);
  const entries = run === null ? [] : await readEntries(ctx, run.id);
  const { id: _, ...runbook } = viewOf(text, { facts, drills, now: ctx.clock.now() });
  return {
    runbook: {
      ...runbook,
      steps: runbook.steps.map(({ action, ...step }) => ({
        ...step,
        action: action && { ...action, known: isAction(action.name) ? action.name : null },
      })),
    },
    newest: {
      name,
      title: parseRunbook(newest.markdown).runbook.title,
      version: newest.version,
      owner: newest.owner,
      markdown: newest.markdown,
    },
    run: run && { ...runOf(run), entries },
    versions: await readVersions(ctx, newest),
    choices: choicesOf(ctx, facts),
  };
}

const runOf = ({ id, version, incidentId, startedBy, startedAt, endedBy, endedAt }: RunRow) => ({
  ...{ id, version, incidentId, startedBy, startedAt, endedBy, endedAt },
});

async function readText(ctx: ReadCtx, runbookId: string, version: number) {
  const [row] = await ctx.db
    .select({ version: runbookVersion.version, owner: runbookVersion.owner, markdown: runbookVersion.markdown })
    .from(runbookVersion)
    .where(and(eq(runbookVersion.runbookId, runbookId), eq(runbookVersion.version, version)));
  return row;
}

async function readNewestRun(ctx: ReadCtx, runbookId: string, incidentId: string | null): Promise<RunRow | null> {
  const ofIncident = incidentId === null ? isNull(runbookRun.incidentId) : eq(runbookRun.incidentId, incidentId);
  const [run] = await ctx.db
    .select()
    .from(runbookRun)
    .where(and(eq(runbookRun.projectId, ctx.project.id), eq(runbookRun.runbookId, runbookId), ofIncident))
    .orderBy(desc(runbookRun.startedAt), desc(runbookRun.id))
    .limit(1);
  return run ?? null;
}

async function readEntries(ctx: ReadCtx, runId: string) {
  const rows = await ctx.db
    .select({
      id: runbookStep.id,
      position: runbookStep.position,
      outcome: runbookStep.outcome,
      note: runbookStep.note,
      by: sql<string>`${runbookStep.actor}->>'name'`,
      at: runbookStep.at,
      sentence: sql<string | null>`${runbookStep.result}->>'sentence'`,
      path: sql<string | null>`${runbookStep.result}->>'path'`,
      undo: sql<string | null>`${runbookStep.preview}->>'undo'`,
      undoes: sql<string | null>`${runbookStep.params}->>'undoes'`,
      result: runbookStep.result,
    })
    .from(runbookStep)
    .where(and(eq(runbookStep.projectId, ctx.project.id), eq(runbookStep.runId, runId)))
    .orderBy(asc(runbookStep.seq))
    .limit(500);
  const undone = new Set(rows.map(({ undoes }) => undoes));
  return rows.map(({ undoes: _, result, ...entry }) => ({
    ...entry,
    /** A button undoes it. */
    canUndo: undoOf(result) !== null && !undone.has(entry.id),
  }));
}

/** Most names that a form suggests of a kind. */
const CHOICES_MAX = 200;

/** What parameters can be; the names of keys only to those who may see keys. */
function choicesOf(ctx: Ctx, { places, environments, budgets, keys, models, channels }: Facts) {
  const first = (names: Iterable<string>) => [...new Set(names)].slice(0, CHOICES_MAX);
  return {
    prompt: first(places.map(({ prompt }) => prompt)),
    environment: first(environments),
    model: first(models.map(({ provider, modelId }) => `${provider}/${modelId}`)),
    budget: first(budgets),
    key: refusalOf('key.read', ctx.actor) === null ? first(keys) : [],
    channel: first(channels),
    kind: [...MONITOR_KINDS],
    ...{ amount: [], user: [], hours: [], text: [] },
  };
}
