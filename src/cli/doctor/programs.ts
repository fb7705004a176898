import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isTooOld, NEEDED_NMAP, readNmapVersion } from '#scanners/nmap/nmap-version.ts';
import { ok, warn } from './check.ts';
import type { Check } from './check.ts';

const run = promisify(execFile);
const WANTED_MAJOR = 24;
const ANSWER_MS = 5_000;

export const checkNode: Check = () => {
  const { version } = process;
  if (Number(version.slice(1).split('.')[0]) >= WANTED_MAJOR) return ok(`Node ${version}`);
  return warn(`Node ${version}; it is tested on ${WANTED_MAJOR}`, 'Run it by bin/patchproof or `npm start`.');
};

export const checkNmap: Check = async ({ context }) => {
  try {
    const { stdout } = await run('nmap', ['--version'], {
      timeout: ANSWER_MS,
      env: { PATH: context.env.PATH ?? '' },
    });
    const version = readNmapVersion(stdout);
    if (version === null) return ok('nmap answers');
    if (!isTooOld(version, NEEDED_NMAP)) return ok(`nmap ${version}`);
    return warn(`nmap ${version} is older than ${NEEDED_NMAP}`, 'Install a newer one: apt install nmap');
  } catch {
    return warn('nmap is not installed, so networks cannot be scanned', 'Install it: apt install nmap');
  }
};

export const checkBuild: Check = ({ config }) => {
  if (existsSync(join(config.rootDir, 'build', 'handler.js'))) return ok('The pages are built');
  return warn('The pages are not built', 'Run `npm start`, which builds them.');
};
