import { setImmediate } from 'node:timers/promises';
import { and, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { signalHit, signalRollup, signalScan, signalSeen } from '#db/schema/signals.ts';
import { type RequestScan, scanRequest } from '#server/alerts/signals/domain/scan-request.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { readTexts, type StoredText } from './read-texts.ts';
import { readSurroundings, type TemplateCache } from './surroundings.ts';

/** Requests of a project and minute that are scanned; of more a share of them all. */
export const REQUESTS_MAX = 2_000;
/** Requests with signals of a minute that are kept as examples, counted ones first. */
const HITS_MAX = 200;
/** Names of tools or hosts of a prompt that are remembered. */
const SEEN_MAX = 500;
/** After so long other work of the process has its turn. */
const SLICE_MS = 20;
/** First half of the advisory lock under which a slot's signals are written. */
const LOCK = 7306;

/** A minute (ms) and what it held when it was found to be changed. */
export type ChangedMinute = { minute: number; events: number; scores: number };

type Group = { environment: number; prompt: number; scanned: number; found: number; judged: number; cut: number };
type Found = { text: StoredText; scan: RequestScan };

/**
 * Scans the stored texts of one minute and replaces what was known of it, and of its hour. Whoever scans a minute twice
 * gets the same rows. Returns how many requests were scanned. Bounded: 2,000 requests of 65,536 characters each.
 */
export async function scanMinute(ctx: Ctx, changed: ChangedMinute, cache: TemplateCache): Promise<number> {
  const { minute, events } = changed;
  const groups = new Map<string, Group>();
  const hits: Found[] = [];
  const used = new Map<number, { tools: Set<string>; hosts: Set<string> }>();
  let scanned = 0;
  let began = performance.now();
  const share = Math.max(1, Math.min(256, Math.floor((256 * REQUESTS_MAX) / Math.max(1, events))));
  for await (const texts of readTexts(ctx, { from: minute, to: minute + MINUTE_MS, share })) {
    const around = await readSurroundings(ctx, { served: texts, minute, cache });
    for (const text of texts) {
      const scan = scanRequest({ ...text, tools: text.tools ?? [] }, around(text));
      addTo(groups, text, scan);
      scanned += scan.isScanned ? 1 : 0;
      if (scan.hits.length > 0) hits.push({ text, scan });
      const names = used.get(text.prompt) ?? { tools: new Set(), hosts: new Set() };
      for (const tool of text.tools ?? []) names.tools.add(tool);
      for (const host of scan.hosts) names.hosts.add(host);
      used.set(text.prompt, names);
      if (performance.now() - began < SLICE_MS) continue;
      await setImmediate();
      began = performance.now();
    }
  }
  await inTransaction(ctx, async (ctx) => {
    await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK}, ${slotOf(ctx.project)})`);
    await replaceMinute(ctx, changed, [...groups.values()]);
    await replaceHits(ctx, minute, hits);
    await rememberNames(ctx, minute, used);
  });
  return scanned;
}

function addTo(groups: Map<string, Group>, { environment, prompt, judged }: StoredText, scan: RequestScan): void {
  if (!scan.isScanned) return;
  const key = `${environment}/${prompt}`;
  const group = groups.get(key) ?? { environment, prompt, scanned: 0, found: 0, judged: 0, cut: 0 };
  group.scanned += 1;
  if (scan.isCounted) group.found += 1;
  if (judged !== null) group.judged += 1;
  if (scan.isCut) group.cut += 1;
  groups.set(key, group);
}

async function replaceMinute(ctx: InTx, { minute, events, scores }: ChangedMinute, groups: Group[]): Promise<void> {
  const slot = slotOf(ctx.project);
  const [bucket, hour] = [new Date(minute), new Date(Math.floor(minute / HOUR_MS) * HOUR_MS)];
  const isOf = (tier: number, at: Date) =>
    and(eq(signalRollup.slot, slot), eq(signalRollup.tier, tier), eq(signalRollup.bucket, at));
  await ctx.db.delete(signalRollup).where(isOf(1, bucket));
  if (groups.length > 0) {
    await ctx.db.insert(signalRollup).values(groups.map((group) => ({ slot, tier: 1, bucket, ...group })));
  }
  await ctx.db.delete(signalRollup).where(isOf(2, hour));
  await ctx.db.execute(sql`
    insert into signal_rollup (slot, tier, bucket, environment, prompt, scanned, found, judged, cut)
    select slot, 2, ${hour.toISOString()}::timestamptz, environment, prompt, sum(scanned), sum(found), sum(judged), sum(cut)
    from signal_rollup
    where slot = ${slot} and tier = 1 and bucket >= ${hour.toISOString()}::timestamptz
      and bucket < ${new Date(hour.getTime() + HOUR_MS).toISOString()}::timestamptz
    group by slot, environment, prompt`);
  await ctx.db
    .insert(signalScan)
    .values({ slot, minute: bucket, events, scores })
    .onConflictDoUpdate({ target: [signalScan.slot, signalScan.minute], set: { events, scores } });
}

async function replaceHits(ctx: InTx, minute: number, found: readonly Found[]): Promise<void> {
  const slot = slotOf(ctx.project);
  const [from, to] = [new Date(minute), new Date(minute + MINUTE_MS)];
  await ctx.db.delete(signalHit).where(and(eq(signalHit.slot, slot), gte(signalHit.ts, from), lt(signalHit.ts, to)));
  const kept = [...found].sort((a, b) => Number(b.scan.isCounted) - Number(a.scan.isCounted)).slice(0, HITS_MAX);
  if (kept.length === 0) return;
  await ctx.db.insert(signalHit).values(
    kept.map(({ text, scan }) => ({
      ...{ slot, ts: new Date(Math.round(text.ms)), key: text.key, environment: text.environment, prompt: text.prompt },
      ...{ counted: scan.isCounted, hits: scan.hits.map((hit) => ({ ...hit, quote: storable(hit.quote) })) },
    })),
  );
}

/** Decoded text may hold what the database does not take: zero characters and halves of surrogates. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '');

async function rememberNames(
  ctx: InTx,
  minute: number,
  used: ReadonlyMap<number, { tools: ReadonlySet<string>; hosts: ReadonlySet<string> }>,
): Promise<void> {
  const slot = slotOf(ctx.project);
  for (const [prompt, { tools, hosts }] of used) {
    const wanted = [
      ...[...tools].map((name) => ({ kind: 'tool' as const, name })),
      ...[...hosts].map((name) => ({ kind: 'host' as const, name })),
    ];
    if (wanted.length === 0) continue;
    const known = await ctx.db
      .select({ kind: signalSeen.kind, name: signalSeen.name })
      .from(signalSeen)
      .where(and(eq(signalSeen.slot, slot), inArray(signalSeen.prompt, [prompt])));
    const names = new Set(known.map(({ kind, name }) => `${kind} ${name}`));
    const fresh = wanted.filter(({ kind, name }) => !names.has(`${kind} ${name}`)).slice(0, SEEN_MAX - known.length);
    if (fresh.length === 0) continue;
    await ctx.db
      .insert(signalSeen)
      .values(fresh.map(({ kind, name }) => ({ slot, prompt, kind, name, firstAt: new Date(minute) })))
      .onConflictDoNothing();
  }
}
