import { startTestServer } from '#test/harness/postgres.ts';

/** Before any integration test: one Postgres for the whole run. Returns the function that ends it. */
export default startTestServer;
