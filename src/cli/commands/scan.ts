import { scanners } from '#scanners/index.ts';
import { mixedScriptWarning } from '#scanners/target.ts';
import type { ScannerName } from '#scanners/index.ts';
import type { ScanTarget, SshCredentials } from '#scanners/scanner.ts';
import { defineCommand } from '../command.ts';
import type { ExitCode } from '../command.ts';
import type { CliContext } from '../context.ts';
import { failOnOption, judgeGates, readGates } from '../fail-on.ts';
import type { Gates } from '../fail-on.ts';
import { printJson, printText } from '../output/print.ts';
import type { OptionSpecs, OptionValues } from '../parse-options.ts';
import {
  fileSink,
  openSubmission,
  requireSubmitScope,
  sinkOptions,
  sourceSink,
} from '../scan/envelope-sink.ts';
import { runScans } from '../scan/run-scans.ts';
import type { ScansEnd } from '../scan/run-scans.ts';
import { loginOptions, readKnownHosts, readLogin, withPort } from '../scan/ssh-login.ts';
import type { DataSource } from '../source/data-source.ts';
import { withSource } from '../source/with-source.ts';
import { usageError } from '../usage-error.ts';

const gates: Gates<ScansEnd> = {
  failed: {
    of: 'scans failed',
    count: ({ results }) => results.filter((result) => result.outcome === 'failed').length,
  },
  incomplete: {
    of: 'scans failed or partial',
    count: ({ results }) => results.filter((result) => result.outcome !== 'complete').length,
  },
};

const everyScan = {
  ...sinkOptions,
  profile: { type: 'string', value: 'P', summary: 'time and size limits' },
  'fail-on': failOnOption(Object.keys(gates)),
} as const satisfies OptionSpecs;

type ScanValues = OptionValues<typeof everyScan> & { readonly json: boolean };

const keeps = 'Without --out and --submit the result goes to the running server, or into the data directory.';
const ends = 'A host that fails is a result too: exit 0 when every result was recorded, 1 with --fail-on.';

const profilesOf = (name: ScannerName) => `Profiles: ${scanners[name].profiles.join(', ')}.`;

export const scanLocal = defineCommand({
  summary: 'Scan this machine',
  options: everyScan,
  notes: [profilesOf('local'), keeps, ends],
  run: ({ context, options }) => {
    const targets = [scanners.local.parseTarget('localhost')];
    return scan(context, options, { scanner: 'local', targets, profile: options.profile ?? 'default' });
  },
});

export const scanSsh = defineCommand({
  summary: 'Scan hosts over SSH',
  operands: 'HOST…',
  minOperands: 1,
  maxOperands: Number.POSITIVE_INFINITY,
  options: { ...everyScan, ...loginOptions },
  notes: [
    profilesOf('ssh'),
    keeps,
    ends,
    'A host whose key is not known or has changed is refused before any login.',
  ],
  run: ({ context, options, operands }) => {
    const targets = withPort(operands, options.port).map((host) => scanners.ssh.parseTarget(host));
    const login = readLogin(context, options);
    const knownHosts = readKnownHosts(context, options['known-hosts']);
    const profile = options.profile ?? 'default';
    return scan(context, options, { scanner: 'ssh', targets, profile, login, knownHosts });
  },
});

export const scanNetwork = defineCommand({
  summary: 'Scan networks with nmap',
  operands: 'CIDR…',
  minOperands: 1,
  maxOperands: Number.POSITIVE_INFINITY,
  options: everyScan,
  notes: [profilesOf('nmap'), keeps, ends, 'Without nmap, or with one that is too old: exit 3.'],
  run: ({ context, options, operands }) => {
    const targets = [scanners.nmap.parseTarget(operands.join(' '))];
    return scan(context, options, { scanner: 'nmap', targets, profile: options.profile ?? 'services' });
  },
});

interface ScanOrder {
  readonly scanner: ScannerName;
  readonly targets: readonly ScanTarget[];
  readonly profile: string;
  readonly login?: SshCredentials | { readonly stored: string };
  readonly knownHosts?: readonly string[];
}

async function scan(context: CliContext, options: ScanValues, order: ScanOrder): Promise<ExitCode> {
  const names = readGates(gates, options['fail-on']);
  const { profiles } = scanners[order.scanner];
  if (!profiles.includes(order.profile)) {
    throw usageError(`There is no profile "${order.profile}".`, `Profiles: ${profiles.join(', ')}.`);
  }
  for (const { host, warnings } of order.targets) {
    if (warnings.includes('MIXED_SCRIPT')) {
      const { code, message } = mixedScriptWarning(host);
      printText(context.stderr, `${code}: ${message}`);
    }
  }
  const end = await collect(context, options, order);
  if (options.json) printJson(context.stdout, documentOf(end));
  else printText(context.stdout, summaryOf(end, order.targets.length));
  if (end.lost) throw end.lost;
  if (end.interrupted) return 130;
  const lacksProgram = end.results.some(
    ({ failure }) => failure?.code === 'NMAP_MISSING' || failure?.code === 'NMAP_TOO_OLD',
  );
  return lacksProgram ? 3 : judgeGates(context, { gates, names }, end);
}

/** Opens where the results go before the first host is asked. */
async function collect(context: CliContext, options: ScanValues, order: ScanOrder): Promise<ScansEnd> {
  const { out, submit } = options;
  if (out !== undefined && submit !== undefined) {
    throw usageError(
      '--out and --submit cannot both be given.',
      'Write the file, then `patchproof import` it there.',
    );
  }
  if (order.login && 'stored' in order.login && submit !== undefined) {
    throw usageError(
      '--credentials and --submit cannot both be given.',
      'Give --identity, --agent or --password-file.',
    );
  }
  if (submit !== undefined) {
    const server = await openSubmission(context, submit, options['token-file']);
    return runScans(context, planOf(order, null), sourceSink(server));
  }
  const needsSource = out === undefined || (order.login !== undefined && 'stored' in order.login);
  if (!needsSource) return runScans(context, planOf(order, null), fileSink(out, order.targets.length));
  return withSource(context, async (source) => {
    const plan = planOf(order, source);
    if (out !== undefined) return runScans(context, plan, fileSink(out, order.targets.length));
    await requireSubmitScope(source);
    return runScans(context, plan, sourceSink(source));
  });
}

function planOf({ scanner, targets, profile, login, knownHosts = [] }: ScanOrder, source: DataSource | null) {
  const credentials =
    login && 'stored' in login ? (source?.credentials(login.stored) ?? null) : (login ?? null);
  const trustOf = (target: ScanTarget) => ({ knownHosts, pinned: source?.pinned(target) ?? [] });
  return { scanner, targets, profile, credentials, trustOf };
}

function documentOf({ results }: ScansEnd) {
  const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
  return {
    complete: count('complete'),
    partial: count('partial'),
    failed: count('failed'),
    rows: results,
  };
}

function summaryOf(end: ScansEnd, targets: number): string {
  const { complete, partial, failed } = documentOf(end);
  const left = targets - end.results.length;
  const rest = end.interrupted ? `, ${left} not finished` : '';
  const places = end.results
    .map(({ file, scanId }) => file ?? (scanId ? `scan ${scanId}` : null))
    .filter(Boolean);
  return [`${complete} complete, ${partial} partial, ${failed} failed${rest}`, ...places].join('\n');
}
