import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { withFolderLock } from './folder-lock.mjs';
import { pinnedNode, toolFile } from './pinned-node.mjs';
import { SetupProblem, inProject } from './project.mjs';
import { runCommand, toolEnvironment } from './run-command.mjs';
import { sourceHash } from './source-hash.mjs';

const stampFile = inProject('build', '.patchproof-build');
const sources = [
  'src',
  'scanners',
  'static',
  'svelte.config.js',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** Builds the web part when a source changed since the last build; its output is shown only when it fails. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  await withFolderLock(async () => {
    if (isBuilt()) return;
    console.log('Building…');
    const wanted = wantedStamp();
    rmSync(stampFile, { force: true });
    await build();
    writeFileSync(stampFile, wanted);
  });
}

const wantedStamp = () => sourceHash(sources, (path) => !path.endsWith('.test.ts'));

function isBuilt() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp();
}

async function build() {
  const env = toolEnvironment({ NODE_ENV: 'production' });
  const { exitCode, output } = await runCommand(pinnedNode(), [toolFile('vite'), 'build'], { env });
  if (exitCode === 0 && existsSync(inProject('build', 'handler.js'))) return;
  console.error(output.trim());
  throw new SetupProblem(
    'The build failed; the lines above say where: correct the source and start again.',
    1,
  );
}
