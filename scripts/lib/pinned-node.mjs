import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupProblem, inProject } from './project.mjs';

const wantedMajor = 24;

/**
 * The Node that runs the product: on Linux the one installed from the lockfile, elsewhere the user's own from 22.17 on.
 * @returns {string} path of the program; throws SetupProblem (exit 3) when there is none
 */
export function pinnedNode() {
  const pinned = inProject('node_modules', '.bin', 'node');
  if (process.platform !== 'linux' && !existsSync(pinned)) return ownNode();
  const { stdout } = spawnSync(pinned, ['--version'], { encoding: 'utf8' });
  if (stdout?.startsWith(`v${wantedMajor}.`)) return pinned;
  const found = stdout?.trim() || `no program for ${process.platform} ${process.arch}`;
  throw new SetupProblem(
    `Patchproof runs on Node ${wantedMajor} in node_modules/.bin/node, but that is ${found}; delete node_modules and run npm start again.`,
  );
}

function ownNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 17)) return process.execPath;
  throw new SetupProblem(
    `Patchproof needs Node 22.17 or newer here, but this is ${process.version}; install a newer Node.`,
  );
}

/** Script file of a tool in node_modules, to be run by the pinned Node. @param {string} packageName @param {string} tool */
export function toolFile(packageName, tool = packageName) {
  const manifestFile = inProject('node_modules', packageName, 'package.json');
  const { bin } = JSON.parse(readFileSync(manifestFile, 'utf8'));
  return join(dirname(manifestFile), typeof bin === 'string' ? bin : bin[tool]);
}
