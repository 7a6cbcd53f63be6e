// npm run bench [NAME …]: measures the claims of bench/ on this machine; exits with 1 when one misses its bar.
import { join } from 'node:path';
import { ensureInstalled, projectEnv, ROOT, requireBootstrapNode, runInOurPlace } from './project.mjs';

requireBootstrapNode();
try {
  const node = await ensureInstalled((line) => console.error(`${line} …`));
  process.exitCode = await runInOurPlace(node, [join(ROOT, 'bench/run.ts'), ...process.argv.slice(2)], projectEnv());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
