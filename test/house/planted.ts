/** A planted file: a sentence about it, its path, and its text. */
type Case = [sentence: string, path: string, text: string];

/** Violations by rule, each planted alone, which proves that the rule finds it. */
export const PLANTED: Record<string, Case[]> = {
  'imports only what the table allows': [
    ['a page that imports the database', 'app/p/page.tsx', "import { openDb } from '#db/client.ts';"],
    ['a page that imports a use case', 'app/p/page.tsx', "import { a } from '#server/prompts/create-prompt.ts';"],
    [
      'a component that imports server I/O',
      'components/prompts/x.tsx',
      "import { a } from '#server/prompts/read-prompts.ts';",
    ],
    [
      'a component that imports a feature to its right',
      'components/prompts/x.tsx',
      "import { Cost } from '#components/cost/cost.tsx';",
    ],
    [
      'a component of a feature that imports a composed screen',
      'components/overview/x.tsx',
      "import { PromptPage } from '#components/screens/prompt/prompt-page.tsx';",
    ],
    [
      'a composed screen that imports server I/O',
      'components/screens/prompt/x.tsx',
      "import { a } from '#server/prompts/read-prompts.ts';",
    ],
    [
      'a shell that imports a composed screen',
      'components/shell/x.tsx',
      "import { PromptPage } from '#components/screens/prompt/prompt-page.tsx';",
    ],
    [
      'a design component that imports a feature',
      'components/ui/x.tsx',
      "import { a } from '#components/prompts/x.tsx';",
    ],
    ['a design component that imports the shell', 'components/ui/x.tsx', "import { to } from '../shell/to.ts';"],
    [
      'a page that imports the root router',
      'components/shell/trpc.ts',
      "import { root } from '#server/run/trpc-root.ts';",
    ],
    [
      'another browser file that imports its type',
      'components/shell/to.ts',
      "import type { Root } from '#server/run/trpc-root.ts';",
    ],
    ['an adapter that imports a table', 'server/prompts/router.ts', "import { prompt } from '#db/schema/prompts.ts';"],
    [
      "an adapter that imports another's adapter",
      'server/evals/routes.ts',
      "import { a } from '#server/prompts/routes.ts';",
    ],
    [
      'a use case that imports a use case to its right',
      'server/prompts/create-prompt.ts',
      "import { a } from '#server/gates/check-gate.ts';",
    ],
    ['a use case that imports an adapter', 'server/prompts/create-prompt.ts', "import { a } from './router.ts';"],
    ['a foreign key to a table to the right', 'db/schema/prompts.ts', "import { gate } from './gates.ts';"],
    ['a decision that imports I/O', 'server/gates/domain/decide.ts', "import { readFileSync } from 'node:fs';"],
    ['a decision that imports SQL', 'server/gates/domain/decide.ts', "import { eq } from 'drizzle-orm';"],
    ['a decision that imports I/O at run time', 'server/gates/domain/decide.ts', "const x = await import('node:fs');"],
    [
      'a decision that imports a type to its right',
      'server/evals/domain/score.ts',
      "import type { V } from '#server/gates/domain/verdict.ts';",
    ],
    ['a contract that imports a server package', 'server/gates/contract.ts', "import postgres from 'postgres';"],
    [
      'a platform file that imports a feature',
      'server/platform/jobs/jobs.ts',
      "import { a } from '#server/prompts/create-prompt.ts';",
    ],
    [
      'a pure file that imports the platform',
      'server/platform/pure/pointer.ts',
      "import { Fault } from '../faults.ts';",
    ],
    [
      'a schema that imports a decision',
      'db/schema/gates.ts',
      "import { VERDICTS } from '#server/gates/domain/verdict.ts';",
    ],
    [
      'a schema that imports a type to its right',
      'db/schema/evals.ts',
      "import type { Verdict } from '#server/gates/domain/verdict.ts';",
    ],
    [
      'a statistic that imports a feature',
      'server/stats/mean.ts',
      "import { a } from '#server/evals/domain/score.ts';",
    ],
    [
      'a client that imports the server',
      'clients/typescript/src/index.ts',
      "import { a } from '#server/prompts/contract.ts';",
    ],
    ['an example that imports the server', 'examples/demo.ts', "import { a } from '#server/prompts/create-prompt.ts';"],
    ['a benchmark that imports server', 'bench/ingest.ts', "import { a } from '../server/telemetry/write-batch.ts';"],
    ['a file in a folder that no rule names', 'server/misc/thing.ts', 'export const a = 1;'],
    ['a proxy that imports the database', 'proxy.ts', "import { openDb } from '#db/client.ts';"],
    [
      'a design component that sends a query',
      'components/ui/x.tsx',
      "import { useQuery } from '@tanstack/react-query';",
    ],
    ['a shell file that imports a feature', 'components/shell/x.tsx', "import { a } from '#components/prompts/x.tsx';"],
    [
      'a composition that imports a decision',
      'server/run/edge.ts',
      "import { decide } from '#server/gates/domain/decide-gate.ts';",
    ],
    [
      'a web process that imports a decision',
      'server/run/web/page-context.ts',
      "import { decide } from '#server/gates/domain/decide-gate.ts';",
    ],
    [
      'an adapter that imports a feature to its right',
      'server/prompts/jobs.ts',
      "import { a } from '#server/gates/check-gate.ts';",
    ],
    [
      'a use case that imports a table to its right',
      'server/prompts/create-prompt.ts',
      "import { gate } from '#db/schema/gates.ts';",
    ],
    ['a decision that imports a use case', 'server/gates/domain/decide.ts', "import { a } from '../check-gate.ts';"],
    ['a contract that imports a use case', 'server/gates/contract.ts', "import { a } from './check-gate.ts';"],
    ['a statistic that imports another package', 'server/stats/mean.ts', "import { z } from 'zod';"],
    ['a schema that imports the server', 'db/schema/gates.ts', "import type { V } from '#server/gates/check-gate.ts';"],
    ['a driver that imports a feature', 'db/client.ts', "import { a } from '#server/prompts/read-prompts.ts';"],
    ['a client that imports a package', 'clients/typescript/src/client.ts', "import { z } from 'zod';"],
    [
      'a journey that imports the server',
      'e2e/prompts.spec.ts',
      "import { a } from '#server/prompts/create-prompt.ts';",
    ],
  ],
  'keeps decisions pure': [
    ['a decision that reads the clock', 'server/gates/domain/decide.ts', 'export const late = () => Date.now() > 5;'],
    ['a date without an argument', 'server/gates/domain/decide.ts', 'export const now = () => new Date();'],
    ['a statistic that draws a random number', 'server/stats/draw.ts', 'export const draw = () => Math.random();'],
    ['a decision that reads the environment', 'server/gates/domain/decide.ts', 'export const on = process.env.ON;'],
    [
      'a decision that sets a timer',
      'server/gates/domain/decide.ts',
      'export const later = (f: () => void) => setTimeout(f, 5);',
    ],
    ['a decision that sends a request', 'server/gates/domain/decide.ts', "export const ask = () => fetch('/');"],
    ['a contract that writes to the console', 'server/gates/contract.ts', "console.log('hello');"],
  ],
  'writes only its own tables': [
    [
      "an insert into another's table",
      'server/evals/x.ts',
      "import { prompt } from '#db/schema/prompts.ts';\ntx.insert(prompt).values({});",
    ],
    [
      "an update of another's table under another name",
      'server/evals/x.ts',
      "import { prompt as p } from '#db/schema/prompts.ts';\ntx.update(p).set({});",
    ],
    ['a deletion in SQL', 'server/evals/x.ts', 'sql`delete from planted_table where id = 1`'],
    ['an insertion in SQL', 'server/evals/x.ts', 'sql`insert into planted_table (id) values (1)`'],
    ['a bulk load', 'server/evals/x.ts', 'sql`copy planted_table from stdin`'],
    ['the target of a bulk load', 'server/evals/x.ts', 'const COLUMNS = "planted_table (id)";'],
    ['a deletion from a partition', 'server/evals/x.ts', 'sql`delete from planted_table_minute_20261127`'],
    ['an update of a table with a schema', 'server/evals/x.ts', 'sql`update public.planted_table as p set a = 1`'],
    ['a dropped partition', 'server/evals/x.ts', 'sql`drop table planted_table_20261127`'],
    [
      "a database function that changes another's tables",
      'server/evals/x.ts',
      'sql`select make_telemetry_partition(a, b, c, d)`',
    ],
  ],
  'has only routes in app/': [
    ['a screen among the routes', 'app/p/[project]/prompts/prompts-screen.tsx', 'export function PromptsScreen() {}'],
    ['a helper among the routes', 'app/prefetch.ts', 'export const a = 1;'],
  ],
  'passes a transaction in the context': [
    ['a helper with a transaction as parameter', 'server/evals/x.ts', "import type { Tx } from '#db/client.ts';"],
    ['a helper with a renamed Db', 'server/evals/x.ts', "import { type Db as D, openDb } from '../../db/client.ts';"],
    ['a helper with the database as parameter', 'server/evals/x.ts', "const a = (db: Ctx['db'], id: string) => db;"],
    ['a transaction without inTransaction', 'server/evals/x.ts', 'await ctx.db.transaction(async () => {});'],
    ['such a transaction in a test', 'server/evals/x.db.test.ts', 'await ctx.db.transaction(async () => {});'],
    ['such a transaction in a test builder', 'test/builders/x.ts', 'await services.db.transaction(async () => {});'],
    ['a transaction of the bare driver', 'server/evals/x.ts', 'await ctx.sql.begin(async () => {});'],
  ],
  'scopes every read by project': [
    [
      'a read by an id without the project',
      'server/prompts/x.ts',
      "import { t } from '#db/schema/prompts.ts';\nconst a = (ctx: ReadCtx, id: string) => ctx.db.select().from(t).where(eq(t.id, id));",
    ],
    [
      'an unscoped read beside a scoped one',
      'server/prompts/x.ts',
      "import { t } from '#db/schema/prompts.ts';\nconst a = () => from(t).where(eq(t.projectId, 1));\nconst b = () => db.select().from(t);",
    ],
  ],
  'keeps files small, named and without barrels': [
    ['a barrel', 'components/ui/index.ts', "export { Button } from './button.tsx';"],
    ['a barrel by its content', 'components/ui/all.ts', "export * from './button.tsx';"],
    [
      'a file that only re-exports',
      'server/evals/all.ts',
      "export { a } from './a.ts';\nexport type { B } from './b.ts';",
    ],
    ['a long file without a reason', 'server/evals/x.ts', 'export const a = 1;\n'.repeat(301)],
    ['a page with too many lines', 'app/p/page.tsx', 'const a = 1;\n'.repeat(61)],
    ['a default export', 'server/evals/x.ts', 'export default function x() {}'],
    ['a file with a name that fits anything', 'server/evals/utils.ts', 'export const a = 1;'],
  ],
  'documents what the server exports': [
    ['a function without a docstring', 'server/evals/x.ts', 'const b = 1;\nexport function a() {}'],
    [
      'a one-liner without a docstring',
      'server/evals/x.ts',
      'const b = 1;\nexport const a = (c: number): number => c;',
    ],
  ],
};

/** Code that looks like a violation and is allowed. */
export const ALLOWED: Case[] = [
  [
    'a comment that mentions a violation',
    'server/gates/domain/decide.ts',
    "// import { x } from 'node:fs'; Math.random()\n/* new Date() */ export {};",
  ],
  [
    'a date from an argument',
    'server/gates/domain/decide.ts',
    '/** A. */\nexport const at = (ms: number) => new Date(ms);',
  ],
  [
    'the type of the root router in trpc.ts',
    'components/shell/trpc.ts',
    "import type { Root } from '#server/run/trpc-root.ts';",
  ],
  [
    'a composed screen that shows several features',
    'components/screens/prompt/x.tsx',
    "import { A } from '#components/overview/a.tsx';\nimport { B } from '#components/prompts/b.tsx';",
  ],
  ['a Next route handler among the routes', 'app/api/trpc/[trpc]/route.ts', 'export const GET = handle;'],
  [
    'a page that shows a composed screen',
    'app/p/page.tsx',
    "import { PromptPage } from '#components/screens/prompt/prompt-page.tsx';",
  ],
  [
    'a decision that imports a decision to its left',
    'server/gates/domain/decide.ts',
    "import { compare } from '#server/evals/domain/compare-runs.ts';",
  ],
  [
    'the words of a column, as types of the decisions about it',
    'db/schema/gates.ts',
    "import type { Verdict } from '#server/gates/domain/verdict.ts';",
  ],
  [
    'a read of a left-hand table',
    'server/evals/x.ts',
    "import { prompt } from '#db/schema/prompts.ts';\ntx.select().from(prompt);",
  ],
  [
    'a long file with its reason',
    'server/evals/x.ts',
    `// Over 300 lines: one table of cases.\n${'export const a = 1;\n'.repeat(301)}`,
  ],
  [
    'the one way to begin a transaction',
    'server/platform/in-transaction.ts',
    "import type { Tx } from '#db/client.ts';\nctx.db.transaction(async () => {});",
  ],
  [
    'a read of the whole installation whose comment names it',
    'server/prompts/x.ts',
    "import { t } from '#db/schema/prompts.ts';\n/** All of the whole installation. */\nconst a = () => db.select().from(t);",
  ],
  ['a test that imports the server', 'server/gates/domain/decide.test.ts', "import { readFileSync } from 'node:fs';"],
];
