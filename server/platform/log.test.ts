import { DrizzleQueryError } from 'drizzle-orm/errors';
import { describe, expect, it } from 'vitest';
import { Fault } from './faults.ts';
import { openLog } from './log.ts';

const CANARY = 'canary-of-a-person';

/** What one call leaves in a log, as text. */
function logged(write: (log: ReturnType<typeof openLog>) => void): string {
  const lines: string[] = [];
  write(openLog('test', 'trace', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not throw');
};

const ofDriver = (fields: Record<string, unknown> = {}): Error =>
  Object.assign(new Error(`invalid input syntax for type uuid: "${CANARY}"`), {
    name: 'PostgresError',
    code: '23505',
    severity: 'ERROR',
    table_name: 'person',
    constraint_name: 'person_email',
    routine: '_bt_check_unique',
    detail: `Key (email)=(${CANARY}) already exists.`,
    where: `COPY event, line 1: "${CANARY}"`,
    query: `insert into person values ('${CANARY}')`,
    parameters: [CANARY],
    ...fields,
  });

describe('a log line holds nothing that a caller sent', () => {
  const cases: [string, () => unknown][] = [
    ['an error of the driver', () => ofDriver()],
    ['Drizzle’s error around it', () => new DrizzleQueryError('insert into person values ($1)', [CANARY], ofDriver())],
    ['a parser that quotes what it read', () => thrownBy(() => JSON.parse(`{"a": ${CANARY}`))],
    ['a pattern that does not compile', () => thrownBy(() => new RegExp(`(${CANARY}`))],
    ['an address that is none', () => thrownBy(() => new URL(CANARY))],
    ['a message that looks like a stack', () => new RangeError(`x\n    at ${CANARY} (/etc/passwd:1:1)`)],
    ['a refusal that quotes its field', () => new Fault('invalid', { status: 422, public: `"${CANARY}" is no role.` })],
    [
      'a fault with the driver inside',
      () => new Fault('internal', { status: 500, public: 'Ours.', internal: ofDriver() }),
    ],
    ['an error as the cause of another', () => new Error(`outer ${CANARY}`, { cause: ofDriver() })],
    ['a text that was thrown', () => CANARY],
    ['a name that was assigned', () => Object.assign(new Error(CANARY), { name: CANARY, code: `${CANARY} code` })],
  ];
  it.each(cases)('%s', (_, make) => {
    const error = make();
    const text = logged((log) => {
      log.error({ err: error }, 'it broke');
      if (error instanceof Error) log.error({ internal: error, facts: { error, list: [error] } }, 'it broke');
      if (error instanceof Error) log.error(error);
      log.error({ err: error });
    });
    expect(text).not.toContain(CANARY);
    expect(text).toContain('it broke');
  });
});

it('what broke and where stays: type, code, constraint, statement with its placeholders, frames, our own words', () => {
  const error = new DrizzleQueryError('insert into person values ($1)', [CANARY], ofDriver());
  const fault = new Fault('internal', { status: 500, public: 'Something went wrong on our side.', internal: error });
  const { err } = JSON.parse(logged((log) => log.error({ err: fault }, 'it broke')));
  expect(err).toMatchObject({
    type: 'Fault',
    code: 'internal',
    status: 500,
    message: 'Something went wrong on our side.',
  });
  expect(err.stack).toMatch(/^ {4}at .*log\.test\.ts/);
  expect(err.internal).toMatchObject({ type: 'DrizzleQueryError', query: 'insert into person values ($1)' });
  expect(err.internal.cause).toMatchObject({ code: '23505', constraint_name: 'person_email', table_name: 'person' });
});
