import { startTestServer } from '#test/harness/postgres.ts';

/** Before any integration test: one Postgres for the whole run. What it returns ends it. */
export default startTestServer;
