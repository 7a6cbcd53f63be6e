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
/** The secret of the link stands here, readable by its owner alone, so that each start can print it until it is used. */
const FILE = 'sign-in-link';
/** Any constant of ours: one first start at a time per database. */
const LOCK = 7_305_216_444;

const ACTOR: Actor = { kind: 'system', id: null, name: 'first start', role: 'admin', scopes: null };

/**
 * What every start does after migrating: on an empty installation makes the project `default` and its admin, who is the
 * installation's too; until that admin has chosen a password, answers with the one-time link (made anew after its 24
 * hours), then with null.
 * `warnings`: what people at the terminal must know of the audit log, such as that the database is older than the notes.
 * Safe to run at each start and from several machines at once.
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
  if (admin.kind === 'somebody_else' || admin.kind === 'has_password') {
    rmSync(file, { force: true });
    return null;
  }
  if (admin.kind === 'invited') {
    const kept = await readKept(services, file);
    return (
      kept ??
      keep(
        file,
        (await renewLink({ ...base, project: admin.project }, { ...admin, installationAdmin: true })).signInLink,
      )
    );
  }
  const project = admin.project ?? (await createProject(base, { name: PROJECT }));
  return keep(file, await addAdmin({ ...base, project }));
}

async function addAdmin(ctx: Ctx & { project: Project }): Promise<string> {
  const invited = { email: ADMIN, name: 'Admin', role: 'admin' } as const;
  return (await addMember(ctx, invited, { installationAdmin: true })).signInLink;
}

/** The link of an earlier start while it is good, at the address of today. */
async function readKept(services: OpenServices, file: string): Promise<string | null> {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch {
    return null; // another machine made it, or the folder is new: another link is made
  }
  return (await readSignInLink(services, token)) ? linkOf(services.publicUrl, token) : null;
}

function keep(file: string, link: string): string {
  rmSync(file, { force: true });
  writeFileSync(file, tokenOf(link), { mode: 0o600 });
  return link;
}
