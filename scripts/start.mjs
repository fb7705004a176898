// `npm start` on a bare clone: install, build, serve. Only built-in modules of Node 18 here: nothing is installed yet.
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { pinnedNode } from './lib/pinned-node.mjs';
import { runScript } from './lib/project.mjs';
import { runInForeground } from './lib/run-in-foreground.mjs';

await runScript(async () => {
  await ensureInstalled();
  const node = pinnedNode();
  await ensureBuilt();
  return runInForeground(node, ['serve', ...process.argv.slice(2)]);
});
