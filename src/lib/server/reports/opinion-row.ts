import { compareVersions, isSchemeName } from '#core/version/compare.ts';
import type { SecondOpinionsRow } from '../warehouse/queries.gen.ts';

const DAY_MS = 86_400_000;

/** A claim at the desk as pages, API and command line show it. */
export function opinionRow(row: SecondOpinionsRow, now: number) {
  const { total: _total, keyedFixes: _keyed, ...columns } = row;
  return {
    ...columns,
    fix: fixesOf(row)[0] ?? '',
    ageDays: Math.floor((now - Date.parse(row.firstClaimed)) / DAY_MS),
    ownSays: ownWords(row),
    comparison: compared(row),
  };
}

export type OpinionRow = ReturnType<typeof opinionRow>;

/** The fixes of the findings that a claim is about; several only where no vendor has one. */
export function fixesOf({ keyedFixes }: Pick<SecondOpinionsRow, 'keyedFixes'>): readonly string[] {
  return keyedFixes.split('\u001d');
}

function ownWords({ ownPackages, ownFix, ownSecurityVersion }: SecondOpinionsRow): string {
  if (ownFix !== null) return `missing too: ${ownFix} (installed: ${ownPackages})`;
  const known =
    ownSecurityVersion === null ? 'the host’s archives offer no security version' : 'at the security version';
  return `nothing of it is missing: ${known} (installed: ${ownPackages})`;
}

/** The version that our own scan saw against the one that the tool says fixes it; null = the tool names none. */
function compared({ ownVersion, claimedFixed, scheme }: SecondOpinionsRow) {
  if (claimedFixed === null || scheme === null || !isSchemeName(scheme)) return null;
  const result = compareVersions(scheme, ownVersion, claimedFixed);
  return result.kind === 'ordered'
    ? { sign: result.sign, why: result.why }
    : { sign: null, why: result.reason };
}
