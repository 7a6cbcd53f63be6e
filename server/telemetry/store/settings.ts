import type { Sql } from '#db/client.ts';

export type Settings = { rawRetentionDays: number; storesBodies: boolean };
export type SettingsCache = ReturnType<typeof makeSettings>;

/** How old a project's settings may be here. */
const FRESH_MS = 2000;

/** What a project says of its telemetry, from memory for two seconds. */
export function makeSettings(sql: Sql) {
  const byProject = new Map<number, { settings: Settings; readAt: number }>();

  async function of(projectId: number): Promise<Settings> {
    const known = byProject.get(projectId);
    const now = performance.now();
    if (known && now - known.readAt < FRESH_MS) return known.settings;
    const [row] = await sql<Settings[]>`
      select raw_retention_days as "rawRetentionDays", stores_bodies as "storesBodies"
      from project where id = ${projectId}`;
    const settings = row ?? { rawRetentionDays: 90, storesBodies: false };
    byProject.set(projectId, { settings, readAt: now });
    return settings;
  }

  return { of };
}
