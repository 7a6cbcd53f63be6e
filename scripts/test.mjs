// npm test: installs missing packages, then runs scripts/test/run.ts with the project's own Node.
import { join } from 'node:path';
import { ensureInstalled, projectEnv, ROOT, requireBootstrapNode, runInOurPlace } from './project.mjs';

requireBootstrapNode();
try {
  const node = await ensureInstalled((line) => console.log(`${line} …`));
  process.exitCode = await runInOurPlace(node, [join(ROOT, 'scripts/test/run.ts')], projectEnv());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
