import { ensureBrowser } from '#test/harness/browser.ts';
import { startTestServer } from '#test/harness/postgres.ts';

/** Before the journeys: a browser for every worker, and one Postgres. Returns the function that ends them. */
export default async function setup(): Promise<() => Promise<void>> {
  await ensureBrowser((line) => console.error(line));
  return startTestServer();
}
