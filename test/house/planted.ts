/** What stands where: a sentence about it, a path, and the text of that file. */
type Case = [sentence: string, path: string, text: string];

/** Violations by rule, each planted alone: a rule that would not notice its own is worth nothing. */
export const PLANTED: Record<string, Case[]> = {
  'imports only what the table allows': [
    ['a page that asks the database', 'app/p/page.tsx', "import { openDb } from '#db/client.ts';"],
    ['a page that calls a use case', 'app/p/page.tsx', "import { a } from '#server/prompts/create-prompt.ts';"],
    [
      'a component that calls the server',
      'components/prompts/x.tsx',
      "import { a } from '#server/prompts/read-prompts.ts';",
    ],
    [
      'a screen that reaches to its right',
      'components/prompts/x.tsx',
      "import { Cost } from '#components/cost/cost.tsx';",
    ],
    [
      'a component of a feature that imports a composed screen',
      'components/overview/x.tsx',
      "import { PromptPage } from '#components/screens/prompt/prompt-page.tsx';",
    ],
    [
      'a composed screen that calls the server',
      'components/screens/prompt/x.tsx',
      "import { a } from '#server/prompts/read-prompts.ts';",
    ],
    [
      'a shell that imports a composed screen',
      'components/shell/x.tsx',
      "import { PromptPage } from '#components/screens/prompt/prompt-page.tsx';",
    ],
    ['a design part that knows a feature', 'components/ui/x.tsx', "import { a } from '#components/prompts/x.tsx';"],
    ['a design part that knows the shell', 'components/ui/x.tsx', "import { to } from '../shell/to.ts';"],
    [
      'a value of the root router in the browser',
      'components/shell/trpc.ts',
      "import { root } from '#server/run/trpc-root.ts';",
    ],
    ['its type anywhere else', 'components/shell/to.ts', "import type { Root } from '#server/run/trpc-root.ts';"],
    [
      'an adapter that asks the database',
      'server/prompts/router.ts',
      "import { prompt } from '#db/schema/prompts.ts';",
    ],
    [
      "an adapter that calls another's adapter",
      'server/evals/routes.ts',
      "import { a } from '#server/prompts/routes.ts';",
    ],
    [
      'a use case that calls to its right',
      'server/prompts/create-prompt.ts',
      "import { a } from '#server/gates/check-gate.ts';",
    ],
    ['a use case that calls an adapter', 'server/prompts/create-prompt.ts', "import { a } from './router.ts';"],
    ['a foreign key to the right', 'db/schema/prompts.ts', "import { gate } from './gates.ts';"],
    ['a decision that does I/O', 'server/gates/domain/decide.ts', "import { readFileSync } from 'node:fs';"],
    ['a decision that knows SQL', 'server/gates/domain/decide.ts', "import { eq } from 'drizzle-orm';"],
    ['a decision that is late to tell', 'server/gates/domain/decide.ts', "const x = await import('node:fs');"],
    [
      'a type of a right-hand decision',
      'server/evals/domain/score.ts',
      "import type { V } from '#server/gates/domain/verdict.ts';",
    ],
    ['a contract that a browser could not load', 'server/gates/contract.ts', "import postgres from 'postgres';"],
    [
      'a platform that knows a feature',
      'server/platform/jobs/jobs.ts',
      "import { a } from '#server/prompts/create-prompt.ts';",
    ],
    ['a basic that knows its platform', 'server/platform/pure/pointer.ts', "import { Fault } from '../faults.ts';"],
    [
      'a schema that takes more than the types of a decision',
      'db/schema/gates.ts',
      "import { VERDICTS } from '#server/gates/domain/verdict.ts';",
    ],
    [
      'a schema that takes the types of a decision to its right',
      'db/schema/evals.ts',
      "import type { Verdict } from '#server/gates/domain/verdict.ts';",
    ],
    ['a statistic that knows a feature', 'server/stats/mean.ts', "import { a } from '#server/evals/domain/score.ts';"],
    [
      'a client that is not alone',
      'clients/typescript/src/index.ts',
      "import { a } from '#server/prompts/contract.ts';",
    ],
    ['an example with a back door', 'examples/demo.ts', "import { a } from '#server/prompts/create-prompt.ts';"],
    ['a benchmark with a back door', 'bench/ingest.ts', "import { a } from '../server/telemetry/write-batch.ts';"],
    ['a room without a name', 'server/misc/thing.ts', 'export const a = 1;'],
    ['a gate before the pages that asks the database', 'proxy.ts', "import { openDb } from '#db/client.ts';"],
    ['a design part that asks a question', 'components/ui/x.tsx', "import { useQuery } from '@tanstack/react-query';"],
    ['a shell that knows a feature', 'components/shell/x.tsx', "import { a } from '#components/prompts/x.tsx';"],
    [
      'a composition with a decision of its own',
      'server/run/edge.ts',
      "import { decide } from '#server/gates/domain/decide-gate.ts';",
    ],
    [
      'a web process with a decision of its own',
      'server/run/web/page-context.ts',
      "import { decide } from '#server/gates/domain/decide-gate.ts';",
    ],
    [
      'an adapter that calls to its right',
      'server/prompts/jobs.ts',
      "import { a } from '#server/gates/check-gate.ts';",
    ],
    [
      'a use case that reads a table to its right',
      'server/prompts/create-prompt.ts',
      "import { gate } from '#db/schema/gates.ts';",
    ],
    ['a decision that calls a use case', 'server/gates/domain/decide.ts', "import { a } from '../check-gate.ts';"],
    ['a contract that calls a use case', 'server/gates/contract.ts', "import { a } from './check-gate.ts';"],
    ['a statistic that calls a package of no statistics', 'server/stats/mean.ts', "import { z } from 'zod';"],
    ['a schema that knows the server', 'db/schema/gates.ts', "import type { V } from '#server/gates/check-gate.ts';"],
    ['a driver that knows a feature', 'db/client.ts', "import { a } from '#server/prompts/read-prompts.ts';"],
    ['a client that brings a package', 'clients/typescript/src/client.ts', "import { z } from 'zod';"],
    ['a journey with a back door', 'e2e/prompts.spec.ts', "import { a } from '#server/prompts/create-prompt.ts';"],
  ],
  'keeps decisions pure': [
    [
      'a decision that looks at the clock',
      'server/gates/domain/decide.ts',
      'export const late = () => Date.now() > 5;',
    ],
    ['a date out of nowhere', 'server/gates/domain/decide.ts', 'export const now = () => new Date();'],
    ['a statistic that throws dice', 'server/stats/draw.ts', 'export const draw = () => Math.random();'],
    ['a decision that reads the environment', 'server/gates/domain/decide.ts', 'export const on = process.env.ON;'],
    [
      'a decision that waits',
      'server/gates/domain/decide.ts',
      'export const later = (f: () => void) => setTimeout(f, 5);',
    ],
    ['a decision that asks the network', 'server/gates/domain/decide.ts', "export const ask = () => fetch('/');"],
    ['a contract that talks', 'server/gates/contract.ts', "console.log('hello');"],
  ],
  'writes only its own tables': [
    [
      "an insert into another's table",
      'server/evals/x.ts',
      "import { prompt } from '#db/schema/prompts.ts';\ntx.insert(prompt).values({});",
    ],
    [
      'an update under another name',
      'server/evals/x.ts',
      "import { prompt as p } from '#db/schema/prompts.ts';\ntx.update(p).set({});",
    ],
    ['a deletion in SQL', 'server/evals/x.ts', 'sql`delete from planted_table where id = 1`'],
    ['an insertion in SQL', 'server/evals/x.ts', 'sql`insert into planted_table (id) values (1)`'],
    ['a bulk load', 'server/evals/x.ts', 'sql`copy planted_table from stdin`'],
    ['the target of a bulk load', 'server/evals/x.ts', 'const COLUMNS = "planted_table (id)";'],
    ['a deletion from a partition', 'server/evals/x.ts', 'sql`delete from planted_table_minute_20261127`'],
    ['an update of a table with a schema', 'server/evals/x.ts', 'sql`update public.planted_table as p set a = 1`'],
    ['a partition that goes', 'server/evals/x.ts', 'sql`drop table planted_table_20261127`'],
    [
      "a function that changes another's tables",
      'server/evals/x.ts',
      'sql`select make_telemetry_partition(a, b, c, d)`',
    ],
  ],
  'has only routes in app/': [
    ['a screen among the routes', 'app/p/[project]/prompts/prompts-screen.tsx', 'export function PromptsScreen() {}'],
    ['a helper among the routes', 'app/prefetch.ts', 'export const a = 1;'],
  ],
  'passes a transaction in the context': [
    ['a helper that takes a transaction', 'server/evals/x.ts', "import type { Tx } from '#db/client.ts';"],
    ['one under another name', 'server/evals/x.ts', "import { type Db as D, openDb } from '../../db/client.ts';"],
    ['a database that is taken by itself', 'server/evals/x.ts', "const a = (db: Ctx['db'], id: string) => db;"],
    ['a transaction beside the one way', 'server/evals/x.ts', 'await ctx.db.transaction(async () => {});'],
    ['one in a test', 'server/evals/x.db.test.ts', 'await ctx.db.transaction(async () => {});'],
    ['one in a builder of tests', 'test/builders/x.ts', 'await services.db.transaction(async () => {});'],
    ['one of the bare driver', 'server/evals/x.ts', 'await ctx.sql.begin(async () => {});'],
  ],
  'scopes every read by project': [
    [
      'a read by an id alone',
      'server/prompts/x.ts',
      "import { t } from '#db/schema/prompts.ts';\nconst a = (ctx: ReadCtx, id: string) => ctx.db.select().from(t).where(eq(t.id, id));",
    ],
    [
      'one beside another that is scoped',
      'server/prompts/x.ts',
      "import { t } from '#db/schema/prompts.ts';\nconst a = () => from(t).where(eq(t.projectId, 1));\nconst b = () => db.select().from(t);",
    ],
  ],
  'keeps files small, named and without barrels': [
    ['a barrel', 'components/ui/index.ts', "export { Button } from './button.tsx';"],
    ['a barrel by another name', 'components/ui/all.ts', "export * from './button.tsx';"],
    [
      'a file that only passes on',
      'server/evals/all.ts',
      "export { a } from './a.ts';\nexport type { B } from './b.ts';",
    ],
    ['a long file without its reason', 'server/evals/x.ts', 'export const a = 1;\n'.repeat(301)],
    ['a page that does too much', 'app/p/page.tsx', 'const a = 1;\n'.repeat(61)],
    ['a default export', 'server/evals/x.ts', 'export default function x() {}'],
    ['a drawer for everything', 'server/evals/utils.ts', 'export const a = 1;'],
  ],
  'documents what the server exports': [
    ['a function without a word', 'server/evals/x.ts', 'const b = 1;\nexport function a() {}'],
    ['a short one without a word', 'server/evals/x.ts', 'const b = 1;\nexport const a = (c: number): number => c;'],
  ],
};

/** What looks like a violation and is none. */
export const ALLOWED: Case[] = [
  [
    'a comment that speaks of one',
    'server/gates/domain/decide.ts',
    "// import { x } from 'node:fs'; Math.random()\n/* new Date() */ export {};",
  ],
  [
    'a date from an argument',
    'server/gates/domain/decide.ts',
    '/** A. */\nexport const at = (ms: number) => new Date(ms);',
  ],
  [
    'a type of the root router in its one place',
    'components/shell/trpc.ts',
    "import type { Root } from '#server/run/trpc-root.ts';",
  ],
  [
    'a composed screen that shows several features',
    'components/screens/prompt/x.tsx',
    "import { A } from '#components/overview/a.tsx';\nimport { B } from '#components/prompts/b.tsx';",
  ],
  ['a route of Next among the routes', 'app/api/trpc/[trpc]/route.ts', 'export const GET = handle;'],
  [
    'a page that shows a composed screen',
    'app/p/page.tsx',
    "import { PromptPage } from '#components/screens/prompt/prompt-page.tsx';",
  ],
  [
    'a decision of a left-hand feature',
    'server/gates/domain/decide.ts',
    "import { compare } from '#server/evals/domain/compare-runs.ts';",
  ],
  [
    'the words of a column, as types of the decisions about it',
    'db/schema/gates.ts',
    "import type { Verdict } from '#server/gates/domain/verdict.ts';",
  ],
  [
    'reading a left-hand table',
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
    'a read of everything that says so',
    'server/prompts/x.ts',
    "import { t } from '#db/schema/prompts.ts';\n/** All of the whole installation. */\nconst a = () => db.select().from(t);",
  ],
  ['a test that opens doors', 'server/gates/domain/decide.test.ts', "import { readFileSync } from 'node:fs';"],
];
