import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '#server/platform/config.ts';
import type { Actor, Ctx, Project } from '#server/platform/context.ts';
import { createProject } from '#server/projects/create-project.ts';
import { addMember } from '#server/projects/members/add-member.ts';
import { renewLink } from '#server/projects/members/renew-link.ts';
import { readFirstAdmin } from '#server/projects/sign-in/read-first-admin.ts';
import { readSignInLink } from '#server/projects/sign-in/read-sign-in-link.ts';
import { linkOf, tokenOf } from '#server/projects/sign-in/sign-in-link.ts';
import { auditWarnings } from '#server/run/audit-state.ts';
import { type OpenServices, openServices } from '#server/run/services.ts';

const PROJECT = 'default';
const ADMIN = 'admin@localhost';
/** Holds the secret of the link, with mode 0600, so that each start can print the link until it is used. */
const FILE = 'sign-in-link';
/** An arbitrary constant: the advisory lock that lets one start at a time make the first admin of a database. */
const LOCK = 7_305_216_444;

const ACTOR: Actor = { kind: 'system', id: null, name: 'first start', role: 'admin', scopes: null };

/**
 * Called at every start after migrating. On an empty installation makes the project `default` and its admin, who is
 * also the admin of the installation. `signInLink`: the one-time link until that admin has chosen a password (a new one
 * after 24 hours), then null. `warnings`: sentences about the audit log for the terminal, such as that the database is
 * older than its anchors. Safe to run at each start and from several machines at once.
 */
export async function firstStart(
  databaseUrl: string,
  given: { dataDir?: string; publicUrl?: string } = {},
): Promise<{ signInLink: string | null; warnings: string[] }> {
  const config = readConfig({ ...process.env, DATABASE_URL: databaseUrl });
  const services = openServices({ ...config, ...given }, 'first-start', { patient: true });
  try {
    return await services.sql.begin(async (lock) => {
      await lock`select pg_advisory_xact_lock(${LOCK})`;
      const signInLink = await ensureAdmin(services, join(given.dataDir ?? config.dataDir, FILE));
      return { signInLink, warnings: await auditWarnings(services) };
    });
  } finally {
    await services.close();
  }
}

async function ensureAdmin(services: OpenServices, file: string): Promise<string | null> {
  const base = { ...services, actor: ACTOR, requestId: 'first-start', ip: null };
  const admin = await readFirstAdmin(services, { projectName: PROJECT, email: ADMIN });
  if (admin.kind === 'another_person' || admin.kind === 'has_password') {
    rmSync(file, { force: true });
    return null;
  }
  if (admin.kind === 'invited') {
    const stored = await readStored(services, file);
    return (
      stored ??
      store(
        file,
        (await renewLink({ ...base, project: admin.project }, { ...admin, installationAdmin: true })).signInLink,
      )
    );
  }
  const project = admin.project ?? (await createProject(base, { name: PROJECT }));
  return store(file, await addAdmin({ ...base, project }));
}

async function addAdmin(ctx: Ctx & { project: Project }): Promise<string> {
  const invited = { email: ADMIN, name: 'Admin', role: 'admin' } as const;
  return (await addMember(ctx, invited, { installationAdmin: true })).signInLink;
}

/** The link of an earlier start, with the current public URL; null where it is no longer valid. */
async function readStored(services: OpenServices, file: string): Promise<string | null> {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch {
    return null; // another machine made it, or the folder is new: another link is made
  }
  return (await readSignInLink(services, token)) ? linkOf(services.publicUrl, token) : null;
}

function store(file: string, link: string): string {
  rmSync(file, { force: true });
  writeFileSync(file, tokenOf(link), { mode: 0o600 });
  return link;
}
