import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of the shared data folder beside the checkout (`SWITCHYARD_EXAMPLE_DATA` names another folder). Exits 0 with a clear line where it is absent. */
export function dataFile(name: string): string {
  const folder = process.env.SWITCHYARD_EXAMPLE_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
  const path = `${folder}/${name}`;
  if (!existsSync(path)) {
    console.log(`skipped: ${name} is not in ${folder}. Put it there, or name its folder in SWITCHYARD_EXAMPLE_DATA.`);
    process.exit(0);
  }
  return path;
}
