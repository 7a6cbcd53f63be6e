import { boolean, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** The tenant. `slot = id × 64` places its telemetry (STORAGE: one slot a project until it is very large). */
export const project = pgTable('project', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  /** True for the demo: every screen then says that its data are simulated. */
  simulated: boolean().notNull().default(false),
  rawRetentionDays: integer().notNull().default(90),
  storesBodies: boolean().notNull().default(false),
  createdAt: instant().notNull(),
});

export const person = pgTable('person', {
  id: uuid().primaryKey(),
  /** Lower case. */
  email: text().notNull().unique(),
  name: text().notNull(),
  passwordHash: text(),
  /** Grows on password change and sign-out everywhere; a session carries the one it was made with. */
  sessionVersion: integer().notNull().default(1),
  createdAt: instant().notNull(),
});

export const member = pgTable(
  'member',
  {
    projectId: integer()
      .notNull()
      .references(() => project.id),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    role: text({ enum: ['viewer', 'editor', 'release_manager', 'admin'] }).notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.personId] }), index('member_person').on(t.personId)],
);

export const serviceAccount = pgTable('service_account', {
  id: uuid().primaryKey(),
  projectId: integer()
    .notNull()
    .references(() => project.id),
  name: text().notNull(),
  createdAt: instant().notNull(),
});

/** Only the SHA-256 of a key is kept. Exactly one of `ownerId` (a person) and `serviceAccountId` is set. */
export const apiKey = pgTable(
  'api_key',
  {
    id: uuid().primaryKey(),
    projectId: integer()
      .notNull()
      .references(() => project.id),
    name: text().notNull(),
    hash: text().notNull().unique(),
    last4: text().notNull(),
    scopes: text().array().notNull(),
    ownerId: uuid().references(() => person.id),
    serviceAccountId: uuid().references(() => serviceAccount.id),
    /** The person who made it; null: the command line did. */
    createdBy: uuid().references(() => person.id),
    createdAt: instant().notNull(),
    lastUsedAt: instant(),
    expiresAt: instant(),
    revokedAt: instant(),
  },
  (t) => [index('api_key_project').on(t.projectId), index('api_key_service_account').on(t.serviceAccountId)],
);

/** A single-use way in (first admin, invited member). Only the SHA-256 of its secret is kept. */
export const signInLink = pgTable('sign_in_link', {
  hash: text().primaryKey(),
  personId: uuid()
    .notNull()
    .references(() => person.id),
  expiresAt: instant().notNull(),
  usedAt: instant(),
});

/** Failed sign-ins, counted per account and per address in a window of 15 minutes. */
export const signInAttempt = pgTable(
  'sign_in_attempt',
  { subject: text().notNull(), windowStart: instant().notNull(), failures: integer().notNull() },
  (t) => [primaryKey({ columns: [t.subject, t.windowStart] })],
);

export const environment = pgTable(
  'environment',
  {
    id: uuid().primaryKey(),
    projectId: integer()
      .notNull()
      .references(() => project.id),
    name: text().notNull(),
    /** Left to right on the lanes. */
    position: integer().notNull(),
    protected: boolean().notNull().default(false),
    requiredApprovals: integer().notNull().default(0),
  },
  (t) => [unique('environment_name').on(t.projectId, t.name)],
);
