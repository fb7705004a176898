import { scanFailure } from '#scanners/failure.ts';
import type { FailureCode } from '#scanners/failure.ts';
import type { Failure } from '#core/errors.ts';
import type { Random } from './random.ts';
import type { DemoHost } from './simulate-estate.ts';

/** What went wrong with one scan. */
export interface ScanTrouble {
  readonly outcome: 'failed' | 'partial';
  readonly failure: Failure;
  /** The section that a partial scan lacks, and how it ended. */
  readonly broken: { readonly section: string; readonly kind: 'failed' | 'timeout' } | null;
}

interface Kind {
  readonly weight: number;
  readonly code: FailureCode;
  readonly detail: string;
  readonly broken: ScanTrouble['broken'];
}

const failed = (weight: number, code: FailureCode, detail = ''): Kind => ({
  weight,
  code,
  detail,
  broken: null,
});

const offline: readonly Kind[] = [failed(4, 'CONNECT_TIMEOUT', '10 s'), failed(3, 'HOST_UNREACHABLE')];

const overSsh: readonly Kind[] = [
  ...offline,
  failed(4, 'AUTH_FAILED'),
  failed(1, 'CONNECT_REFUSED'),
  failed(1, 'CONNECTION_LOST', 'while the packages were read'),
  failed(1, 'HOST_TIMEOUT', '15 min'),
  {
    weight: 3,
    code: 'SECTION_TIMEOUT',
    detail: 'in the section packages-policy',
    broken: { section: 'packages-policy', kind: 'timeout' },
  },
  // What sudo refuses, such as reading the package log.
  { weight: 3, code: 'SECTION_FAILED', detail: 'dpkglog', broken: { section: 'dpkglog', kind: 'failed' } },
];

/** Share of scans with trouble while nothing is wrong with the host itself. */
const TROUBLED = 0.052;

/** Whether a scan goes wrong, and how; null = it is complete. */
export function troubleOf(host: DemoHost, random: Random, isDark: boolean): ScanTrouble | null {
  if (host.isLockedOut) return troubleFrom(failed(1, 'AUTH_FAILED'));
  if (!isDark && !random.chance(TROUBLED)) return null;
  const kinds = host.kind.platform === 'debian' || host.kind.platform === 'ubuntu' ? overSsh : offline;
  const possible = isDark ? offline : kinds;
  const kind = possible[random.weighted(possible.map((one) => one.weight))];
  return kind ? troubleFrom(kind) : null;
}

function troubleFrom({ code, detail, broken }: Kind): ScanTrouble {
  return { outcome: broken ? 'partial' : 'failed', failure: scanFailure(code, detail), broken };
}
