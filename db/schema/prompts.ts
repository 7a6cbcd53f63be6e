import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Message, PromptType } from '#server/prompts/domain/content.ts';
import type { DeploymentKind } from '#server/prompts/domain/variant.ts';
import { type ActorRecord, instant } from './columns.ts';
import { environment, ownedRow, project } from './projects.ts';

export type VersionSource = { commit?: string; path?: string; url?: string };

export const prompt = pgTable(
  'prompt',
  {
    ...ownedRow(),
    name: text().notNull(),
    type: text().$type<PromptType>().notNull(),
    description: text().notNull().default(''),
    tags: text().array().notNull().default([]),
    createdBy: jsonb().$type<ActorRecord>().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [unique('prompt_name').on(t.projectId, t.name)],
);

/** Immutable: a trigger of the first migration refuses update and delete. */
export const promptVersion = pgTable(
  'prompt_version',
  {
    id: uuid().primaryKey(),
    projectId: integer().notNull(),
    promptId: uuid()
      .notNull()
      .references(() => prompt.id),
    number: integer().notNull(),
    /** SHA-256 (hex) of the RFC 8785 canonical form. */
    digest: text().notNull(),
    template: text(),
    messages: jsonb().$type<Message[]>(),
    /** Model settings and tools, `model` included when the version names one. */
    config: jsonb().$type<Record<string, unknown>>().notNull(),
    responseFormat: jsonb().$type<Record<string, unknown>>(),
    variables: text().array().notNull(),
    message: text().notNull().default(''),
    source: jsonb().$type<VersionSource>(),
    tags: text().array().notNull().default([]),
    author: jsonb().$type<ActorRecord>().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    unique('prompt_version_number').on(t.promptId, t.number),
    unique('prompt_version_digest').on(t.promptId, t.digest),
    index('prompt_version_newest').on(t.projectId, t.createdAt.desc()),
  ],
);

/** What every row about a variant names it by. */
export const variantColumns = () => ({
  versionId: uuid()
    .notNull()
    .references(() => promptVersion.id),
  version: integer().notNull(),
  provider: text(),
  /** Null: neither the version nor the request named a model. */
  model: text(),
});

/** Append-only: that a variant serves a prompt in an environment since a time. */
export const deployment = pgTable(
  'deployment',
  {
    id: uuid().primaryKey(),
    projectId: integer().notNull(),
    promptId: uuid()
      .notNull()
      .references(() => prompt.id),
    environmentId: uuid()
      .notNull()
      .references(() => environment.id),
    ...variantColumns(),
    settings: jsonb().$type<Record<string, unknown>>().notNull(),
    /** SHA-256 of canonical `{version_digest, provider, model, settings}`: what an approval binds. */
    variantDigest: text().notNull(),
    kind: text().$type<DeploymentKind>().notNull(),
    /** The promotion that brought it, when one did. No foreign key: promotions are to the right. */
    promotionId: uuid(),
    /** For a rollback: the deployment whose variant it restores. */
    restoresId: uuid(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    since: instant().notNull(),
    /** Order of writing: settles which of two in the same millisecond came later. */
    seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
  },
  (t) => [index('deployment_history').on(t.promptId, t.environmentId, t.since.desc(), t.seq.desc())],
);

/** What serves now: one row a prompt and environment, moved by compare-and-set on `revision`. */
export const serving = pgTable(
  'serving',
  {
    projectId: integer().notNull(),
    promptId: uuid()
      .notNull()
      .references(() => prompt.id),
    environmentId: uuid()
      .notNull()
      .references(() => environment.id),
    deploymentId: uuid()
      .notNull()
      .references(() => deployment.id),
    revision: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.promptId, t.environmentId] }), index('serving_project').on(t.projectId)],
);

/** Grows with each change of what serves in a project; the resolve snapshot is as new as its revision. */
export const servingRevision = pgTable('serving_revision', {
  projectId: integer()
    .primaryKey()
    .references(() => project.id),
  revision: bigint({ mode: 'number' }).notNull(),
});
