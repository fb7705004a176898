import { classWord } from '../format/asset-words.ts';
import { formatDay } from '../format/dates.ts';
import type { DateStyle } from '../format/dates.ts';
import { fixName, fixWords } from '../format/fix-words.ts';
import type { NamedFix } from '../format/fix-words.ts';
import { countOf, formatCount } from '../format/numbers.ts';

/** Address of one fix's page; a fix that does not name its product may be shared by several. */
export function patchPath(fix: string, product?: string): string {
  const path = `/patches/${encodeURIComponent(fix)}`;
  if (product === undefined || fix.startsWith('security-update:')) return path;
  return `${path}?product=${encodeURIComponent(product)}`;
}

/** The answer of the list of fixes as one sentence. */
export function patchesTitle(
  { total, findings }: { total: number; findings: number },
  narrowed: boolean,
): string {
  if (total > 0)
    return `${countOf(total, 'fix', 'fixes')} ${total === 1 ? 'closes' : 'close'} ${countOf(findings, 'finding')}`;
  return narrowed ? 'No fix matches' : 'No fix is waiting';
}

/** The answer of one fix's page. */
export function patchTitle(patch: NamedFix & { assets: number; overdue: number; closed: number }): string {
  const { assets, overdue, closed } = patch;
  const name = fixName(patch);
  if (assets > 0) {
    const late = overdue > 0 ? `, ${formatCount(overdue)} overdue` : '';
    return `${countOf(assets, 'asset')} ${assets === 1 ? 'needs' : 'need'} ${name}${late}`;
  }
  return closed > 0 ? `No asset needs ${name} any more` : `No asset in use needs ${name}`;
}

/** The second line of a fix: systems, number of CVEs, and that no advisory is known. */
export function fixLine(patch: {
  readonly fix: string;
  readonly title: string | null;
  readonly classes: readonly string[];
  readonly advisory: string | null;
  readonly cves: readonly string[];
}): string {
  const isNamed = patch.advisory !== null || !patch.fix.startsWith('security-update:');
  return [
    patch.classes.map(classWord).join(', '),
    ...(isNamed ? [] : ['advisory not known']),
    // What the tool calls its check stands over it.
    ...(patch.fix.startsWith('check:') && patch.title !== null ? [fixWords(patch.fix)] : []),
    ...(patch.cves.length > 0 ? [countOf(patch.cves.length, 'CVE')] : []),
  ].join(' · ');
}

const severities: Readonly<Record<string, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

/** The vendor's own word, which is not our rank. */
export function severityWord(severity: string | null): string {
  if (severity === null) return 'Not known';
  return severities[severity] ?? `${severity.charAt(0).toUpperCase()}${severity.slice(1)}`;
}

/** When the fix came out, with what that date rests on: an instant or a day of the advisory, or nothing. */
export function releasedWords(released: string | null, style: DateStyle): string {
  if (released === null) return 'Not known: clocks that count from release start at first detection';
  const isDay = released.length === 10;
  const day = isDay
    ? formatDay(`${released}T12:00:00.000Z`, { ...style, zone: 'UTC' })
    : formatDay(released, style);
  return isDay ? `${day}, a day of the advisory` : `${day}, by the advisory`;
}

/** `CVE-2026-1 and 2 more`. */
export function cveWords(cves: readonly string[]): string | null {
  const [first] = cves;
  if (first === undefined) return null;
  return cves.length === 1 ? first : `${first} and ${cves.length - 1} more`;
}

/** Why a fix stands where it does, in the order in which the queue asks. */
export function placeReasons(
  patch: {
    readonly rank: string | null;
    readonly ranked: boolean;
    readonly due: string | null;
    readonly risk: number;
  },
  style: DateStyle,
): readonly { readonly key: string; readonly words: string }[] {
  const rank = patch.rank ?? 'none';
  const ranked = `${rank.charAt(0).toUpperCase()}${rank.slice(1)}`;
  return [
    { key: 'Rank', words: patch.ranked ? ranked : `Not ranked, counts as ${rank}` },
    { key: 'Kind', words: 'Security' },
    { key: 'First due', words: patch.due === null ? 'No deadline' : formatDay(patch.due, style) },
    { key: 'Risk removed', words: formatCount(patch.risk) },
  ];
}
