import { addEntries } from '#server/incidents/add-entries.ts';
import { firedKey } from '#server/incidents/fill-timeline.ts';
import { nameOf } from '#server/incidents/find-incident.ts';
import { type IncidentView, readIncident } from '#server/incidents/read-incident.ts';
import { timesOf } from '#server/incidents/set-time.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { stored } from '#server/platform/pure/markdown-limits.ts';
import { draftPostmortem } from './domain/draft.ts';
import { factRows } from './domain/fact-rows.ts';
import type { Facts } from './domain/facts.ts';
import { type GateReason, proposedReason } from './domain/gate-reason.ts';
import { readRows } from './find-postmortem.ts';
import { readGate } from './read-gate.ts';
import { readProviderSide } from './read-provider-side.ts';

/** A drafted text, and the reason why no gate stopped it where facts decide it. */
export type Draft = { markdown: string; gateReason: GateReason | null };

/**
 * Drafts the text from what is known now. What it states and the timeline does not hold yet (times, the impact, what the
 * gate decided) is put onto the timeline first, so that each sentence can cite it.
 */
export async function draftFromFacts(ctx: InTx, incidentId: string): Promise<Draft> {
  const view = await readIncident(ctx, incidentId);
  const gate = await readGate(ctx, view.row);
  const facts: Facts = { ...factsOf(view), gate };
  const missing = factRows(facts, await readRows(ctx, incidentId));
  await addEntries(
    ctx,
    incidentId,
    missing.map(({ key, at, kind, text, path }) => ({
      ...{ occurredAt: new Date(at), source: 'machine', kind, text, path, dedupeKey: key },
    })),
  );
  return {
    markdown: stored(draftPostmortem(facts, await readRows(ctx, incidentId))),
    gateReason: proposedReason({ gate, isProviderSide: await readProviderSide(ctx, incidentId) }),
  };
}

function factsOf({ row, times, alerts, before }: IncidentView): Omit<Facts, 'gate'> {
  const { impact, impactAt, trigger } = row;
  return {
    ...{ name: nameOf(row), title: row.title, detector: row.detector, detectedBy: row.detectedBy },
    times: timesOf(row),
    // In the order in which they were set: the newest of a field holds.
    timeFrom: Object.fromEntries(
      times.map(({ field, source, actor, reason }) => [field, { source, by: actor.name, reason }]),
    ),
    trigger: trigger && { at: Date.parse(trigger.at), kind: trigger.kind, title: trigger.title },
    alerts: alerts.map(({ id, severity }) => ({ key: firedKey(id), severity })),
    isMitigatedByMachine: row.isMitigatedByMachine,
    impact: impact &&
      impactAt && { ...impact, from: Date.parse(impact.from), to: Date.parse(impact.to), at: impactAt.getTime() },
    before: before.map((one) => ({ name: nameOf(one), title: one.title })),
  };
}
