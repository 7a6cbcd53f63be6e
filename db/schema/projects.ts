import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ProjectCreators, Role } from '#server/platform/actions.ts';
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

/** The project that a row belongs to. */
export const projectId = () =>
  integer()
    .notNull()
    .references(() => project.id);

/** The id and the project of a row that a project owns. */
export const ownedRow = () => ({ id: uuid().primaryKey(), projectId: projectId() });

export const person = pgTable('person', {
  id: uuid().primaryKey(),
  /** As `canonicalEmail` writes it: composed, lower case. */
  email: text().notNull().unique(),
  name: text().notNull(),
  passwordHash: text(),
  /** Grows on password change and sign-out everywhere; a session carries the one it was made with. */
  sessionVersion: integer().notNull().default(1),
  /** May make projects and say who else may. */
  installationAdmin: boolean().notNull().default(false),
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
    role: text().$type<Role>().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.personId] }), index('member_person').on(t.personId)],
);

/** Somebody who may become a member, and has not proved yet to be that person. */
export const invitation = pgTable(
  'invitation',
  {
    projectId: integer()
      .notNull()
      .references(() => project.id),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    /** As the inviter wrote it: the name that the person chose is not shown before they joined. */
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    /** Null: by the operator of the server. */
    invitedBy: uuid().references(() => person.id),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.personId] })],
);

/** A sign-in that has not ended: signing out deletes it. */
export const session = pgTable(
  'session',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    expiresAt: instant().notNull(),
  },
  (t) => [index('session_person').on(t.personId), index('session_expiry').on(t.expiresAt)],
);

/** What belongs to no project. One row, made by the migration. */
export const installation = pgTable(
  'installation',
  {
    one: boolean().primaryKey().default(true),
    projectCreators: text().$type<ProjectCreators>().notNull().default('installation_admins'),
  },
  (t) => [
    check('installation_one_check', sql`${t.one}`),
    check('installation_project_creators_check', sql`${t.projectCreators} in ('installation_admins', 'everybody')`),
  ],
);

export const serviceAccount = pgTable('service_account', {
  ...ownedRow(),
  name: text().notNull(),
  createdAt: instant().notNull(),
});

/** Only the SHA-256 of a key is kept. Exactly one of `ownerId` (a person) and `serviceAccountId` is set. */
export const apiKey = pgTable(
  'api_key',
  {
    ...ownedRow(),
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

/** A single-use way in; a person has at most one that is not used. Only the SHA-256 of its secret is kept. */
export const signInLink = pgTable(
  'sign_in_link',
  {
    hash: text().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    /** Whose invitation it accepts; null: it only sets a password anew. */
    projectId: integer().references(() => project.id),
    /** Made by the operator of the server: it sets a password also where there is one. */
    vouched: boolean().notNull().default(false),
    /** Whoever uses it becomes an admin of the installation. */
    installationAdmin: boolean().notNull().default(false),
    expiresAt: instant().notNull(),
    /** Also set when another link, a new password or a removal voids it. */
    usedAt: instant(),
  },
  (t) => [uniqueIndex('sign_in_link_outstanding').on(t.personId).where(sql`${t.usedAt} is null`)],
);

/** Failed sign-ins, counted per account and per address in a window of 15 minutes. */
export const signInAttempt = pgTable(
  'sign_in_attempt',
  { subject: text().notNull(), windowStart: instant().notNull(), failures: integer().notNull() },
  (t) => [primaryKey({ columns: [t.subject, t.windowStart] })],
);

export const environment = pgTable(
  'environment',
  {
    ...ownedRow(),
    name: text().notNull(),
    /** Left to right on the lanes. */
    position: integer().notNull(),
    protected: boolean().notNull().default(false),
    requiredApprovals: integer().notNull().default(0),
  },
  (t) => [unique('environment_name').on(t.projectId, t.name)],
);
