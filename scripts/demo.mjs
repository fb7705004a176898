// `npm run demo` on a bare clone: install, build, make the demo if needed, serve it. Only built-in modules of Node 18 here.
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { pinnedNode } from './lib/pinned-node.mjs';
import { runScript } from './lib/project.mjs';
import { runInForeground } from './lib/run-in-foreground.mjs';

await runScript(async () => {
  await ensureInstalled();
  const node = pinnedNode();
  await ensureBuilt();
  return runInForeground(node, ['demo', ...process.argv.slice(2)]);
});
