import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Verdict } from '#server/gates/domain/verdict.ts';
import type { Failing } from '#server/postmortems/lessons/domain/failing.ts';
import { type ActorRecord, instant } from './columns.ts';
import { dataset } from './evals.ts';
import { incident } from './incidents.ts';
import { projectId } from './projects.ts';
import { promotion } from './promotions.ts';

const incidentId = () =>
  uuid()
    .notNull()
    .references(() => incident.id);

/** A failing input of an incident as an item of a golden set, append-only: an item is a case of an incident once. */
export const incidentCase = pgTable(
  'incident_case',
  {
    projectId: projectId(),
    incidentId: incidentId(),
    datasetId: uuid()
      .notNull()
      .references(() => dataset.id),
    itemId: text().notNull(),
    /** The version of the dataset that holds it first, or held it when it was named. */
    datasetVersion: integer().notNull(),
    /** The category of the item then. */
    category: text().notNull(),
    /** The first request that sent this input. */
    requestId: text().notNull(),
    /** Failing requests that sent it, and how they failed. */
    requests: integer().notNull(),
    failing: jsonb().$type<Failing>().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.datasetId, t.itemId] }),
    index('incident_case_of_dataset').on(t.datasetId),
    index('incident_case_of_project').on(t.projectId),
  ],
);

/** What the gate of the promotion before an incident says with its cases, append-only; the newest counts. */
export const gateReplay = pgTable(
  'gate_replay',
  {
    id: uuid().primaryKey(),
    /** Order of writing: the newest counts. */
    seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    projectId: projectId(),
    incidentId: incidentId(),
    promotionId: uuid()
      .notNull()
      .references(() => promotion.id),
    verdict: text().$type<Verdict>().notNull(),
    sentence: text().notNull(),
    /** The decision of the gate, as a verdict stores it. */
    evidence: jsonb().$type<Record<string, unknown>>().notNull(),
    evidenceDigest: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    index('gate_replay_newest').on(t.incidentId, t.seq.desc()),
    check('gate_replay_verdict_check', sql`${t.verdict} in ('pass', 'fail', 'inconclusive')`),
  ],
);
