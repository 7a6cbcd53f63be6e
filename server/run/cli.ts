import { COMMANDS } from './cli/commands.ts';
import { runCli } from './cli/run-cli.ts';

/** `bin/switchyard …`. */
process.exitCode = await runCli(COMMANDS, process.argv.slice(2), {
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
});
