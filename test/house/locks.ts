import { type Source, withoutComments } from './sources.ts';

/** Advisory locks are numbers shared by all of Postgres: two features with the same number wait for each other. */
export function sharedLocks(sources: Source[]): string[] {
  const owners = new Map<string, string>();
  return sources.flatMap(({ path, text }) => {
    if (!/^(server|db)\//.test(path) || /\.test\.ts$/.test(path)) return [];
    const numbers = new Set(withoutComments(text).match(/\b7_?305_?216_?\d{3}\b/g));
    return [...numbers].flatMap((written) => {
      const number = written.replaceAll('_', '');
      const owner = owners.get(number);
      if (!owner) owners.set(number, path);
      return owner ? [`${path} uses the advisory lock ${number} of ${owner}`] : [];
    });
  });
}
