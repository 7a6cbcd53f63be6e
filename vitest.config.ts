import { defineConfig } from 'vitest/config';

const DATABASE_TESTS = ['{server,db,clients,components,app}/**/*.{http,db}.test.{ts,tsx}', 'test/**/*.test.ts'];
const WITHOUT_DATABASE = ['test/house.test.ts', 'test/house/**/*.test.ts'];

export default defineConfig({
  resolve: {
    // The package `server-only` throws outside of Next's bundler; use its empty file, as on a server.
    alias: { 'server-only': new URL('./node_modules/server-only/empty.js', import.meta.url).pathname },
  },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A process runs one file after the other and loads each module once: loading them anew took half of the time.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A test without an assertion fails, since it could never fail otherwise.
    expect: { requireAssertions: true },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{server,db,components,clients,app,scripts,examples}/**/*.test.{ts,tsx}', ...WITHOUT_DATABASE],
          exclude: ['**/*.{http,db}.test.{ts,tsx}', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: DATABASE_TESTS,
          exclude: [...WITHOUT_DATABASE, '**/node_modules/**'],
          globalSetup: ['./test/setup/database.ts'],
        },
      },
    ],
  },
});
