import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupProblem } from './project.mjs';
import { runCommand } from './run-command.mjs';

/** Debian package → the program in it that the tests use. */
const neededPrograms = {
  nmap: 'nmap',
  chromium: 'chromium',
  'openssh-server': 'sshd',
  rpm: 'rpm',
  gpgv: 'gpgv',
};

/** Makes the programs of the tests available: through apt as root, otherwise by saying what is missing (exit 3). */
export async function ensureSystemPackages() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const install = `apt-get install ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    throw new SetupProblem(
      `The tests need these packages, which are missing: ${missing.join(', ')}. As root: ${install}`,
    );
  }
  console.log(`Installing ${missing.join(', ')} through apt…`);
  await apt('update');
  await apt('install', '--yes', '--no-install-recommends', ...missing);
  const still = missingPackages();
  if (still.length > 0)
    throw new SetupProblem(`apt did not bring ${still.join(', ')}; install it by hand: ${install}`);
}

/** @param {...string} args */
async function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { exitCode, output } = await runCommand('apt-get', ['-q', ...args], { env });
  if (exitCode === 0) return;
  console.error(output.trim());
  throw new SetupProblem(`apt-get ${args[0]} failed; correct what the lines above name and try again.`);
}

function missingPackages() {
  return Object.entries(neededPrograms)
    .filter(([, program]) => !isOnPath(program))
    .map(([name]) => name);
}

/** System folders count too: sshd is not on a user's PATH. @param {string} program */
function isOnPath(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}
