import type { Sql } from '#db/client.ts';

export type Environments = ReturnType<typeof makeEnvironments>;

/** Which environments a project has. They are made and never deleted, so only a "no" has to be asked again. */
export function makeEnvironments(sql: Sql) {
  const byProject = new Map<number, Set<string>>();

  /** Those of `names` that the project has. One indexed query when one of them is not in memory. */
  async function existing(projectId: number, names: Iterable<string>): Promise<ReadonlySet<string>> {
    const known = byProject.get(projectId) ?? new Set<string>();
    if ([...names].every((name) => known.has(name))) return known;
    const rows = await sql<{ name: string }[]>`select name from environment where project_id = ${projectId}`;
    const read = new Set(rows.map((row) => row.name));
    byProject.set(projectId, read);
    return read;
  }

  return { existing };
}
