import { timersOf } from '#server/alerts/domain/condition-kind.ts';
import type { Evidence, Reading } from '#server/alerts/domain/reading.ts';
import { stepMonitor } from '#server/alerts/domain/step-monitor.ts';
import { labelsKey } from '#server/alerts/domain/traffic.ts';
import type { Ctx } from '#server/platform/context.ts';
import { FIND } from './find-conditions.ts';
import { type Known, readConditionMonitors } from './read-watched.ts';
import type { Moved } from './record-step.ts';

const GONE: Evidence = { method: 'it is no longer the case', value: null, limit: 0, n: 0, needed: 1, windowMin: 0 };

/** One step of the monitors that look at what other features find: each condition is a series of its own. */
export async function stepConditions(
  ctx: Ctx,
  known: ReadonlyMap<string, ReadonlyMap<string, Known>>,
  given: { now: number; end: number; isAfterPause: boolean },
): Promise<Moved[]> {
  const { now, end: windowEnd, isAfterPause } = given;
  const moved: Moved[] = [];
  for (const monitor of await readConditionMonitors(ctx)) {
    const before = new Map(known.get(monitor.id) ?? []);
    const rule = timersOf(monitor.kind);
    const step = (labels: Known['labels'], title: string, evidence: Evidence, isFound: boolean) => {
      const memory = before.get(labelsKey(labels))?.memory ?? null;
      const reading: Reading = { is: 'measured', breaches: isFound, isClear: !isFound, evidence };
      const next = stepMonitor({ memory, reading, now, windowEnd, isAfterPause, rule });
      before.delete(labelsKey(labels));
      moved.push({ ...next, monitor, labels, evidence, title, impactStart: null });
    };
    for (const { labels, title, evidence } of await FIND[monitor.kind](ctx)) step(labels, title, evidence, true);
    for (const { labels } of [...before.values()]) step(labels, '', GONE, false);
  }
  return moved;
}
