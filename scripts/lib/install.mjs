import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setupFolder, withFolderLock } from './folder-lock.mjs';
import { SetupProblem, inProject, readJson } from './project.mjs';
import { runCommand } from './run-command.mjs';
import { sourceHash } from './source-hash.mjs';

const stampFile = inProject('node_modules', '.patchproof-install');
const dependencyFields = ['dependencies', 'devDependencies', 'optionalDependencies'];

/** Makes node_modules match package-lock.json, from the lockfile alone and without running any package's script. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await withFolderLock(async () => {
    if (isInstalled()) return;
    if (!isTreeOfLockfile()) await installFromLockfile();
    linkPinnedNode();
    writeFileSync(stampFile, wantedStamp());
  });
}

const wantedStamp = () => sourceHash(['package.json', 'package-lock.json']);

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp();
}

/** Installs beside node_modules and then swaps, so that a failed or killed installation leaves the old tree whole. */
async function installFromLockfile() {
  const first = !existsSync(inProject('node_modules'));
  console.log(first ? 'Installing packages (first start, about 40 s)…' : 'Installing changed packages…');
  const staging = prepareStaging();
  const { program, args } = npmCommand();
  const wanted = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const { exitCode, output } = await runCommand(program, [...args, ...wanted], {
    env: npmEnvironment(),
    cwd: staging,
  });
  if (exitCode !== 0) {
    console.error(output.trim());
    throw new SetupProblem(
      'npm could not install the packages: correct what its lines above name and start again.',
    );
  }
  if (!first) renameSync(inProject('node_modules'), join(staging, 'replaced'));
  renameSync(join(staging, 'node_modules'), inProject('node_modules'));
  rmSync(staging, { recursive: true, force: true });
}

/**
 * The packages run on the pinned Node, but npm judges their `engines` by the Node it runs on itself: under Debian's
 * Node 18 it leaves out the bundler's native part in silence. So it gets the lockfile without them.
 */
function prepareStaging() {
  // An npm whose start was killed may still write into its own folder: never share one.
  for (const name of readdirSync(setupFolder).filter((entry) => entry.startsWith('install-'))) {
    rmSync(join(setupFolder, name), { recursive: true, force: true, maxRetries: 5 });
  }
  const staging = mkdtempSync(join(setupFolder, 'install-'));
  for (const name of ['package.json', '.npmrc']) copyFileSync(inProject(name), join(staging, name));
  const lock = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'));
  for (const entry of Object.values(lock.packages)) delete entry.engines;
  writeFileSync(join(staging, 'package-lock.json'), JSON.stringify(lock));
  return staging;
}

/** npm 9 deletes the link of this machine's Node again when it clears away the other architecture's package. */
function linkPinnedNode() {
  const program = `node-linux-${process.arch}/bin/node`;
  const link = inProject('node_modules', '.bin', 'node');
  if (process.platform !== 'linux' || existsSync(link) || !existsSync(inProject('node_modules', program)))
    return;
  mkdirSync(inProject('node_modules', '.bin'), { recursive: true });
  symlinkSync(`../${program}`, link);
}

/** npm on the Node it came with: the one in node_modules/.bin is about to be replaced. */
function npmCommand() {
  const { npm_execpath: npmFile, npm_node_execpath: nodeFile } = process.env;
  if (npmFile && nodeFile && /npm-cli\.c?js$/.test(npmFile) && existsSync(npmFile) && existsSync(nodeFile)) {
    return { program: nodeFile, args: [npmFile] };
  }
  return { program: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

/** A host set up for production must not make npm leave out the build tools. */
function npmEnvironment() {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^(NODE_ENV|npm_config_(omit|only|include|production|global|dry_run))$/i.test(name)) delete env[name];
  }
  return env;
}

/** Whether npm itself already put exactly the lockfile's packages there, as after a developer's own `npm ci`. */
function isTreeOfLockfile() {
  const lock = readJson(inProject('package-lock.json'))?.packages;
  const tree = readJson(inProject('node_modules', '.package-lock.json'))?.packages;
  const manifest = readJson(inProject('package.json'));
  if (!lock || !tree || !manifest) return false;
  const agrees = dependencyFields.every((field) => sameEntries(lock[''][field], manifest[field]));
  const missing = Object.keys(lock).filter((name) => name !== '' && !lock[name].optional && !tree[name]);
  const foreign = Object.keys(tree).filter((name) => tree[name].integrity !== lock[name]?.integrity);
  return agrees && missing.length === 0 && foreign.length === 0;
}

/** @param {Record<string, string>} [a] @param {Record<string, string>} [b] */
function sameEntries(a = {}, b = {}) {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
