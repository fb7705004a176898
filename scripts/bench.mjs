// `npm run bench [-- NAME… --json]`: the figures of tests/bench on the pinned Node, one after the other.
import { spawnSync } from 'node:child_process';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { pinnedNode } from './lib/pinned-node.mjs';
import { inProject, projectRoot, runScript } from './lib/project.mjs';

await runScript(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const args = ['--disable-warning=ExperimentalWarning', inProject('tests', 'bench', 'run-benches.ts')];
  const { status } = spawnSync(pinnedNode(), [...args, ...process.argv.slice(2)], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  return status ?? 1;
});
