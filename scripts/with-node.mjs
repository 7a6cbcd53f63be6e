// node scripts/with-node.mjs FILE args…: runs a TypeScript file of the project with the project's own Node.
import { resolve } from 'node:path';
import { ensureInstalled, projectEnv, requireBootstrapNode, runInOurPlace } from './project.mjs';

requireBootstrapNode();
const [file, ...args] = process.argv.slice(2);
if (!file) {
  console.error('Usage: node scripts/with-node.mjs FILE [arguments]');
  process.exit(2);
}
try {
  const node = await ensureInstalled((line) => console.error(`${line} …`));
  process.exitCode = await runInOurPlace(node, [resolve(file), ...args], projectEnv());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
