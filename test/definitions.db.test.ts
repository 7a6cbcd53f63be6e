import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getTableName, is, Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { getTableConfig, PgDialect, type PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSql, type Sql } from '#db/client.ts';
import * as audit from '#db/schema/audit.ts';
import * as evals from '#db/schema/evals.ts';
import * as gates from '#db/schema/gates.ts';
import * as models from '#db/schema/models.ts';
import * as platform from '#db/schema/platform.ts';
import * as projects from '#db/schema/projects.ts';
import * as promotions from '#db/schema/promotions.ts';
import * as prompts from '#db/schema/prompts.ts';
import { ACCESS_ROWS } from '#server/audit/access-rows.ts';
import { PROJECT_CREATORS } from '#server/platform/actions.ts';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import { OPEN_STATUSES } from '#server/promotions/domain/promotion-machine.ts';
import { cloneDatabase, type TestDatabase } from './harness/postgres.ts';

/*
 * Definitions are repeated where they cannot be imported: in migrations, and in programs without imports. Each copy is
 * compared with its original here.
 */

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await cloneDatabase();
  sql = openSql(database.ownerUrl, { max: 1 });
});
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await database[Symbol.asyncDispose]();
});

const schemas = { audit, evals, gates, models, platform, projects, promotions, prompts };
const tables: PgTable[] = Object.values(schemas).flatMap((schema) =>
  Object.values(schema).filter((each): each is PgTable => is(each, Table)),
);

/** The texts of an expression, in its order: `status = ANY (ARRAY['a'::text, …])` is `a, …`. */
const textsOf = (expression: string): string[] => [...expression.matchAll(/'([^']*)'/g)].map(([, text = '']) => text);

async function conditionOf(index: string): Promise<string> {
  const [found] = await sql<{ condition: string }[]>`
    select pg_get_expr(indpred, indrelid) as condition from pg_index where indexrelid = ${index}::regclass`;
  return found?.condition ?? '';
}

describe('the database has the columns of the schema', () => {
  test.each(tables.map((table) => [getTableName(table), table] as const))('%s', async (name, table) => {
    const found = await sql<{ column: string; type: string; required: boolean }[]>`
      select attname as column, format_type(atttypid, atttypmod) as type, attnotnull as required
      from pg_attribute where attrelid = ${name}::regclass and attnum > 0 and not attisdropped`;
    const documented = getTableConfig(table).columns.map((column) => ({
      column: toSnakeCase(column.name),
      type: column.getSQLType().replace(' (', '('),
      required:
        column.notNull ||
        column.primary ||
        getTableConfig(table).primaryKeys.some((key) => key.columns.includes(column)),
    }));
    const byName = (a: { column: string }, b: { column: string }) => (a.column < b.column ? -1 : 1);
    expect([...found].sort(byName)).toEqual(documented.sort(byName));
  });
});

describe('the database has the same lists of words', () => {
  test('one promotion at a time is one of the open statuses', async () => {
    expect(textsOf(await conditionOf('promotion_open')).sort()).toEqual([...OPEN_STATUSES].sort());
  });

  test('the index of access changes has the condition that its readers use', async () => {
    const { sql: written } = new PgDialect().sqlToQuery(ACCESS_ROWS);
    expect(textsOf(await conditionOf('audit_row_access'))).toEqual(textsOf(written));
  });

  test('who may make projects is one of the values that can be set', async () => {
    const [check] = await sql<{ text: string }[]>`
      select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'installation_project_creators_check'`;
    expect(textsOf(check?.text ?? '')).toEqual([...PROJECT_CREATORS]);
  });
});

describe('a program without imports uses the same default environment', () => {
  test.each([
    ['the published client', 'clients/typescript/src/resolve.ts', /environment = '(\w+)'/],
    ['its results kept in memory', 'clients/typescript/src/resolve.ts', /environment \?\? '(\w+)'/],
    ['the command promote', 'server/run/cli/promote.ts', /optional\(values, 'to'\) \?\? '(\w+)'/],
    ['the command rollback', 'server/run/cli/rollback.ts', /optional\(values, 'environment'\) \?\? '(\w+)'/],
  ])('%s', (_, path, pattern) => {
    const text = readFileSync(join(import.meta.dirname, '..', path), 'utf8');
    expect(pattern.exec(text)?.[1]).toBe(DEFAULT_ENVIRONMENT);
  });
});
