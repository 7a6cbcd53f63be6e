import { parseArgs } from 'node:util';
import { faultOfDatabase } from '#server/platform/database-faults.ts';
import { sentenceFor } from '#server/platform/error-facts.ts';
import type { Fault } from '#server/platform/faults.ts';
import { type Command, type ExitCode, exitOf, type Io, UsageError } from './command.ts';

const COMMON = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const;

/** Runs the command that `argv` names. Prints a sentence for every failure; returns the exit code. */
export async function runCli(commands: readonly Command[], argv: readonly string[], io: Io): Promise<ExitCode> {
  if (argv.length === 0 || argv[0] === 'help' || argv[0] === '--help' || argv[0] === '-h') {
    io.out(overview(commands));
    return argv.length === 0 ? 2 : 0;
  }
  const command = commands.find((it) => it.name.split(' ').every((word, i) => argv[i] === word));
  if (!command) {
    io.note(`There is no command "${argv.slice(0, 2).join(' ')}".\n\n${overview(commands)}`);
    return 2;
  }
  try {
    const values = parse(command, argv.slice(command.name.split(' ').length));
    if (values.help === true) {
      io.out(usageOf(command));
      return 0;
    }
    return await command.run(values, io);
  } catch (error) {
    return explain(error, command, io);
  }
}

function parse(command: Command, args: string[]) {
  try {
    return parseArgs({ args, options: { ...COMMON, ...command.options }, strict: true }).values as Record<
      string,
      string | boolean | undefined
    >;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function explain(error: unknown, command: Command, io: Io): ExitCode {
  if (error instanceof UsageError) {
    io.note(`${error.message}\n\n${usageOf(command)}`);
    return 2;
  }
  const fault = faultOfDatabase(error);
  if (fault) {
    for (const line of sentencesOf(fault)) io.note(line);
    return exitOf(fault);
  }
  io.note(sentenceFor(error));
  return 2;
}

const sentencesOf = (fault: Fault): string[] =>
  fault.errors.length > 0 ? fault.errors.map((it) => it.message) : [fault.message];

const usageOf = (command: Command): string => `Usage: switchyard ${command.name} ${command.usage}`.trim();

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((it) => it.name.length)) + 2;
  const lines = commands.map((it) => `  ${it.name.padEnd(width)}${it.summary}`);
  return [
    'Usage: switchyard COMMAND [options]',
    '',
    ...lines,
    '',
    'COMMAND --help prints the options of a command.',
  ].join('\n');
}
