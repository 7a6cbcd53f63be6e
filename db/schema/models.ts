import { sql } from 'drizzle-orm';
import {
  bigint,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { FileSource, Listed, Source, Unread } from '#server/models/catalogues/domain/catalogue.ts';
import type { Stated } from '#server/models/catalogues/domain/compare.ts';
import type { WarningCode } from '#server/models/catalogues/domain/price-checks.ts';
import type { Proposal } from '#server/models/deprecations/domain/inbox/proposal.ts';
import type { NoticeDays } from '#server/models/deprecations/domain/notices.ts';
import type { BaseRelation } from '#server/models/lineage/domain/walk.ts';
import type { PriceState } from '#server/models/prices/domain/price-row.ts';
import type { WrittenConditions } from '#server/models/prices/domain/row-entry.ts';
import { type ActorRecord, instant } from './columns.ts';
import { ownedRow, projectId } from './projects.ts';

export const model = pgTable(
  'model',
  {
    ...ownedRow(),
    provider: text().notNull(),
    modelId: text().notNull(),
    displayName: text(),
    contextWindow: integer(),
    maxOutputTokens: integer(),
    modalities: text().array(),
    releasedAt: date({ mode: 'string' }),
    deprecationDate: date({ mode: 'string' }),
    retirementDate: date({ mode: 'string' }),
    /** `provider/model_id` that serves when this one is gone. */
    fallback: text(),
    /** The first base, as it was named: `provider/model_id`, or an id that one provider has. */
    baseModel: text(),
    /** The other bases of a merge. */
    moreBases: text().array().notNull().default([]),
    /** Null: a merge where there are several bases, else a fine-tune. */
    baseModelRelation: text().$type<BaseRelation>(),
    training: jsonb().$type<Record<string, unknown>>(),
    /** Who answers for it: a person, a team or an address. */
    owner: text(),
    /** What it can do, in the project's own words: tools, vision, json. */
    capabilities: text().array(),
    evalScores: jsonb().$type<Record<string, number>>().notNull().default({}),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [unique('model_key').on(t.projectId, t.provider, t.modelId), index('model_id').on(t.projectId, t.modelId)],
);

/**
 * `amount` US dollars (exact, text of up to 12 decimals) for `per` units of a meter, from a time on, where its conditions
 * hold. Which row prices a request: server/models/prices/domain/specificity.ts.
 */
export const modelPriceRow = pgTable(
  'model_price_row',
  {
    id: uuid().primaryKey(),
    modelPk: uuid()
      .notNull()
      .references(() => model.id, { onDelete: 'cascade' }),
    meter: text().notNull(),
    per: bigint({ mode: 'number' }).notNull(),
    amount: numeric().notNull(),
    currency: text().notNull(),
    effectiveFrom: instant().notNull(),
    effectiveTo: instant(),
    /** As sent in `when`, in one way of writing, so that two of the same conditions are equal. */
    conditions: jsonb().$type<WrittenConditions>().notNull(),
    state: text().$type<PriceState>().notNull(),
    sourceUrl: text(),
    checkedAt: instant(),
  },
  (t) => [unique('model_price_row_key').on(t.modelPk, t.meter, t.conditions, t.effectiveFrom)],
);

/** How far the notices before a retirement are: one row a model, written by `stepNotices`. */
export const modelNoticeState = pgTable(
  'model_notice_state',
  {
    projectId: projectId(),
    provider: text().notNull(),
    modelId: text().notNull(),
    retiresOn: date({ mode: 'string' }).notNull(),
    /** The threshold that was sent last; null before the first. */
    notifiedDays: integer().$type<NoticeDays>(),
    readOn: date({ mode: 'string' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.provider, t.modelId] })],
);

/** Where a retiring model serves, as a notice names it. */
export type NoticePlace = { prompt: string; environment: string; owner: string | null };

/** Notices to deliver, append-only: each threshold of a retirement day once. Alerts, to the right, deliver them. */
export const modelNotice = pgTable(
  'model_notice',
  {
    ...ownedRow(),
    provider: text().notNull(),
    modelId: text().notNull(),
    retiresOn: date({ mode: 'string' }).notNull(),
    noticeDays: integer().$type<NoticeDays>().notNull(),
    daysLeft: integer().notNull(),
    owner: text(),
    places: jsonb().$type<NoticePlace[]>().notNull(),
    at: instant().notNull(),
  },
  (t) => [uniqueIndex('model_notice_once').on(t.projectId, t.provider, t.modelId, t.retiresOn, t.noticeDays)],
);

/** A vendor's text that a person pasted. */
export const modelChangelog = pgTable('model_changelog', {
  ...ownedRow(),
  text: text().notNull(),
  /** The day of the text, where the person knew it. */
  publishedOn: date({ mode: 'string' }),
  /** The address that it was read from; null: a person pasted it. */
  sourceUrl: text(),
  pastedBy: jsonb().$type<ActorRecord>().notNull(),
  at: instant().notNull(),
});

export type ProposalDecision = 'confirmed' | 'dismissed';

/** What a text says of one model, and what a person decided on it. */
export const modelProposal = pgTable(
  'model_proposal',
  {
    ...ownedRow(),
    changelogId: uuid()
      .notNull()
      .references(() => modelChangelog.id),
    /** Its place in the text, from 0. */
    position: integer().notNull(),
    model: text().notNull(),
    proposal: jsonb().$type<Proposal>().notNull(),
    /** Null: waits for a person. */
    decision: text().$type<ProposalDecision>(),
    /** The registered model and the day that were confirmed. */
    provider: text(),
    modelId: text(),
    retiresOn: date({ mode: 'string' }),
    decidedBy: jsonb().$type<ActorRecord>(),
    decidedAt: instant(),
  },
  (t) => [index('model_proposal_open').on(t.projectId, t.decision)],
);

/** A price list that a person imported: the newest file. */
export const catalogue = pgTable(
  'catalogue',
  {
    projectId: projectId(),
    source: text().$type<FileSource>().notNull(),
    models: integer().notNull(),
    /** Of its models, so that the same file again writes nothing. */
    digest: text().notNull(),
    readAt: instant().notNull(),
    readBy: jsonb().$type<ActorRecord>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.source] })],
);

/** What that file states of one model. */
export const catalogueModel = pgTable(
  'catalogue_model',
  {
    projectId: projectId(),
    source: text().$type<FileSource>().notNull(),
    provider: text().notNull(),
    modelId: text().notNull(),
    /** `modelKey`: the model under one name in all catalogues. */
    modelKey: text().notNull(),
    listed: jsonb().$type<Listed[]>().notNull(),
    unread: jsonb().$type<Unread[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.source, t.provider, t.modelId] }),
    index('catalogue_model_key').on(t.projectId, t.modelKey),
  ],
);

export type PriceDecision = 'confirmed' | 'dismissed';

/** A price on which the registry and the catalogues differ, and what a person decided on it. */
export const priceDisagreement = pgTable(
  'price_disagreement',
  {
    ...ownedRow(),
    /** The registered model. */
    provider: text().notNull(),
    modelId: text().notNull(),
    meter: text().notNull(),
    conditions: jsonb().$type<WrittenConditions>().notNull(),
    /** The coming day on which the difference begins; null: it holds now. */
    since: instant(),
    stated: jsonb().$type<Stated[]>().notNull(),
    /** The highest divided by the lowest; null where the lowest is free. */
    ratio: doublePrecision(),
    warnings: jsonb().$type<WarningCode[]>().notNull(),
    /** The amounts of all sides: a decided one with the same is not asked again. */
    fingerprint: text().notNull(),
    foundAt: instant().notNull(),
    /** Null: waits for a person. */
    decision: text().$type<PriceDecision>(),
    /** Whose price was confirmed. */
    chosen: text().$type<Source>(),
    reason: text(),
    decidedBy: jsonb().$type<ActorRecord>(),
    decidedAt: instant(),
  },
  (t) => [
    uniqueIndex('price_disagreement_once').on(t.projectId, t.provider, t.modelId, sql`md5(${t.fingerprint})`),
    index('price_disagreement_open').on(t.projectId, t.decision),
  ],
);
