import { COMMANDS } from '#server/run/cli/commands.ts';
import { runCli } from '#server/run/cli/run-cli.ts';
import type { System } from './system.ts';

/** Runs a command on the system's database, as on the server's own machine. */
export async function runCommandOf(system: System, line: string, env: Record<string, string> = {}) {
  const printed = { out: [] as string[], notes: [] as string[] };
  const io = {
    env: { DATABASE_URL: system.databaseUrl, SWITCHYARD_DATA: system.dataDir, SWITCHYARD_URL: system.edgeUrl, ...env },
    out: (text: string) => void printed.out.push(text),
    note: (text: string) => void printed.notes.push(text),
  };
  const code = await runCli(COMMANDS, line === '' ? [] : line.split(' '), io);
  return { code, out: printed.out.join('\n'), notes: printed.notes.join('\n') };
}
