import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readLab } from './lab-hosts.ts';

const root = join(import.meta.dirname, '..', '..');
const truthScript = process.env['LAB_TRUTH'] ?? '';

/** A finding as `findings --json` prints it. */
export interface LabFinding {
  readonly id: string;
  readonly asset: string;
  readonly product: string;
  readonly advisory: string | null;
  readonly supersedes: readonly string[];
  readonly cves: readonly string[];
  readonly verdict: string;
  readonly state: string;
  readonly installedAt: string | null;
  readonly verifiedBy: string | null;
  readonly judgement: string | null;
  readonly due: string;
  readonly packages: readonly {
    readonly name: string;
    readonly arch: string;
    readonly installed: string;
    readonly fixed: string;
  }[];
}

/** The running lab with a script of what is true there; null = there is none, and its tests are skipped. */
export function labWithTruth() {
  const lab = readLab();
  return lab && truthScript ? lab : null;
}

/** An installation of its own for tests against the lab, worked by the command line alone. */
export function labSite() {
  const lab = readLab();
  const home = mkdtempSync(join(tmpdir(), 'patchproof-lab-'));
  const env = {
    ...process.env,
    PATCHPROOF_DATA: join(home, 'data'),
    PATCHPROOF_KEY_FILE: join(home, 'key', 'master.key'),
    XDG_CONFIG_HOME: join(home, 'config'),
  };
  const patchproof = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(join(root, 'bin', 'patchproof'), args, {
      env,
      maxBuffer: 1 << 28,
    });
    return stdout;
  };
  const address = (name: string): string => lab?.hosts.find((host) => host.name === name)?.ip ?? '';
  return {
    home,
    env,
    labScript: truthScript ? join(dirname(truthScript), 'lab.sh') : '',
    address,
    patchproof,
    /** Scans hosts by their names, as the lab's unprivileged user or with another key. */
    scan: (names: readonly string[], { key = lab?.key_scan ?? '', more = [] as string[] } = {}) =>
      patchproof(
        ...['scan', 'ssh', ...names.map(address), '--identity', key, '--user', lab?.user_scan ?? ''],
        ...['--known-hosts', lab?.known_hosts ?? '', ...more],
      ),
    /** What the package managers themselves say, as the script prints it. */
    truth: <T>(...args: string[]): T[] => {
      const text = execFileSync(truthScript, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
      return (JSON.parse(text) as { hosts: T[] }).hosts;
    },
    findings: async (asset: string, ...more: string[]): Promise<LabFinding[]> => {
      const text = await patchproof('findings', '--json', '--filter', `asset=${asset}`, ...more);
      return (JSON.parse(text) as { rows: LabFinding[] }).rows;
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
