import type { FindingPackage } from '#core/advisory/finding-state.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { isUnfixed } from './finding-of-flaw.ts';
import { provenFixedAt } from './own-say.ts';
import type { OwnSay, ToldFix } from './own-say.ts';

/** Within this time of its closure the same fix missing again voids it; later it is a new finding (sla.md). */
const REOPEN_WINDOW_MS = 90 * 86_400_000;

/** What a flaw is in, as its report names it. */
export interface FlawPackage {
  readonly name: string;
  readonly arch: string | null;
  readonly installed: string | null;
  readonly fixed: string | null;
  readonly scheme: VersionScheme | null;
}

/** A span of time in which a tool says of an asset that it has a flaw. */
export interface FlawSpan {
  readonly fromAt: number;
  /** Start of the scan that showed it gone; null = it stands. */
  readonly untilAt: number | null;
  /** The scans that began and ended it. */
  readonly openedBy: string;
  readonly closedBy: string | null;
  /** The last complete scan that saw it, where it is closed. */
  readonly lastSeenAt: number | null;
  /** The tool says fixed, without proof. */
  readonly claimed: boolean;
  /** Two persons decided that the tool is right, whatever our own scans say. */
  readonly confirmed: boolean;
  readonly pkg: FlawPackage | null;
}

/** A row of a finding, valid from the start of the scan that showed it. */
export interface ReportedRow {
  readonly reopenNo: number;
  readonly firstDetectedAt: number;
  readonly detectedBy: string;
  readonly validFromAt: number;
  readonly state: 'open' | 'no_fix' | 'claimed' | 'fixed';
  readonly packages: readonly FindingPackage[];
  readonly verifiedAt: number | null;
  readonly verifiedBy: string | null;
  readonly flawSeenAt: number | null;
  readonly reopenedAt: number | null;
}

export interface OwnEvidence {
  readonly say: OwnSay;
  /** The id of our own scan that started at an instant. */
  readonly scanAt: (at: number) => string | null;
}

/** A time in which at least one tool saw the flaw, without a break. */
interface Period {
  readonly spans: FlawSpan[];
  readonly fromAt: number;
  untilAt: number | null;
  closedBy: string | null;
  lastSeenAt: number | null;
}

/**
 * All rows of one finding (asset × fix × product) by what other tools reported: open while any of them sees it. Where
 * our own scans know the product they have the say: nothing opens any more but what two persons confirmed, and what was
 * open is closed by their proof too. Pure, and independent of the order in which the spans are given.
 */
export function reportedFinding(
  fix: string,
  spans: readonly FlawSpan[],
  own: OwnEvidence | null,
): ReportedRow[] {
  const rows: ReportedRow[] = [];
  let last: { reopenNo: number; firstDetectedAt: number; detectedBy: string; closedAt: number } | null = null;
  for (const found of heardPeriods(spans, own)) {
    const period = own ? endedByOwn(found, own) : found;
    const isBack = last !== null && period.fromAt - last.closedAt <= REOPEN_WINDOW_MS;
    const life: Life =
      last !== null && isBack
        ? last
        : {
            reopenNo: last === null ? 0 : last.reopenNo + 1,
            firstDetectedAt: period.fromAt,
            detectedBy: period.spans[0]?.openedBy ?? '',
          };
    rows.push(...rowsOf(fix, period, { life, reopenedAt: isBack ? period.fromAt : null }));
    if (period.untilAt === null) break;
    const { reopenNo, firstDetectedAt, detectedBy } = life;
    last = { reopenNo, firstDetectedAt, detectedBy, closedAt: period.untilAt };
  }
  return rows;
}

interface Life {
  readonly reopenNo: number;
  readonly firstDetectedAt: number;
  readonly detectedBy: string;
}

function periodsOf(spans: readonly FlawSpan[]): Period[] {
  const ordered = [...spans].sort((a, b) => a.fromAt - b.fromAt || compareText(a.openedBy, b.openedBy));
  const periods: Period[] = [];
  for (const span of ordered) {
    const current = periods.at(-1);
    if (current && (current.untilAt === null || span.fromAt <= current.untilAt)) extend(current, span);
    else periods.push({ spans: [span], ...pick(span) });
  }
  return periods;
}

/** Periods that open something: where our own scans know the product, those begun before, and confirmed ones. */
function heardPeriods(spans: readonly FlawSpan[], own: OwnEvidence | null): Period[] {
  const periods = periodsOf(spans);
  if (own === null) return periods;
  return periods.flatMap((period) =>
    period.fromAt < own.say.knownFromAt
      ? [period]
      : periodsOf(period.spans.filter(({ confirmed }) => confirmed)),
  );
}

function pick({ fromAt, untilAt, closedBy, lastSeenAt }: FlawSpan) {
  return { fromAt, untilAt, closedBy, lastSeenAt };
}

function extend(period: Period, span: FlawSpan): void {
  period.spans.push(span);
  if (period.untilAt === null) return;
  const isLater =
    span.untilAt === null ||
    span.untilAt > period.untilAt ||
    (span.untilAt === period.untilAt && compareText(span.closedBy ?? '', period.closedBy ?? '') > 0);
  if (!isLater) return;
  period.untilAt = span.untilAt;
  period.closedBy = span.closedBy;
  period.lastSeenAt = span.lastSeenAt;
}

/** The period as our own scans end it, where they prove the fix before any tool says so. */
function endedByOwn(period: Period, { say, scanAt }: OwnEvidence): Period {
  const told = period.spans.map(({ pkg }) => toldFix(pkg));
  const at = provenFixedAt(say, told, period.fromAt);
  if (at === null || (period.untilAt !== null && period.untilAt <= at)) return period;
  const spans = period.spans.filter((span) => span.fromAt < at);
  return { ...period, spans, untilAt: at, closedBy: scanAt(at), lastSeenAt: null };
}

function toldFix(pkg: FlawPackage | null): ToldFix | null {
  if (pkg === null || pkg.fixed === null || pkg.scheme === null) return null;
  return { version: pkg.fixed, scheme: pkg.scheme };
}

function rowsOf(
  fix: string,
  period: Period,
  { life, reopenedAt }: { readonly life: Life; readonly reopenedAt: number | null },
): ReportedRow[] {
  const { reopenNo, firstDetectedAt, detectedBy } = life;
  const known = { reopenNo, firstDetectedAt, detectedBy, reopenedAt };
  const rows: ReportedRow[] = [];
  const instants = period.spans.flatMap(({ fromAt, untilAt }) => [fromAt, untilAt ?? fromAt]);
  for (const at of [...new Set(instants)].sort((a, b) => a - b)) {
    if (period.untilAt !== null && at >= period.untilAt) break;
    const active = period.spans.filter(
      (span) => span.fromAt <= at && (span.untilAt === null || span.untilAt > at),
    );
    if (active.length === 0) continue;
    const state = active.every(({ claimed }) => claimed) ? 'claimed' : openState(fix);
    const packages = packagesOf(active);
    const before = rows.at(-1);
    if (before?.state === state && isSamePackages(before.packages, packages)) continue;
    rows.push({
      ...known,
      validFromAt: at,
      state,
      packages,
      verifiedAt: null,
      verifiedBy: null,
      flawSeenAt: null,
    });
  }
  if (period.untilAt === null) return rows;
  const packages = rows.at(-1)?.packages ?? [];
  const { untilAt: at, closedBy: verifiedBy } = period;
  const flawSeenAt = period.lastSeenAt ?? rows.at(-1)?.validFromAt ?? period.fromAt;
  return [
    ...rows,
    { ...known, validFromAt: at, state: 'fixed', packages, verifiedAt: at, verifiedBy, flawSeenAt },
  ];
}

function openState(fix: string): 'open' | 'no_fix' {
  return isUnfixed(fix) ? 'no_fix' : 'open';
}

function isSamePackages(a: readonly FindingPackage[], b: readonly FindingPackage[]): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** A package as findings show it, in a list of its own; one for all hosts that have it in this version. */
const alone = new WeakMap<FlawPackage, readonly FindingPackage[]>();

/** Empty = its versions cannot be compared. */
function shownPackage(pkg: FlawPackage): readonly FindingPackage[] {
  const known = alone.get(pkg);
  if (known) return known;
  const { name, installed, fixed, scheme } = pkg;
  const arch = pkg.arch ?? '';
  const shown =
    fixed === null || scheme === null
      ? []
      : [{ name, arch, installed, fixed, candidate: null, held: false, phased: null, scheme }];
  alone.set(pkg, shown);
  return shown;
}

/** The packages whose versions can be compared; of one that several tools name, the first by name of the versions. */
function packagesOf(active: readonly FlawSpan[]): readonly FindingPackage[] {
  const [first] = active;
  if (first?.pkg && active.length === 1) return shownPackage(first.pkg);
  const packages = new Map<string, FindingPackage>();
  for (const { pkg } of active) {
    const [shown] = pkg === null ? [] : shownPackage(pkg);
    if (!shown) continue;
    const place = `${shown.name}:${shown.arch}`;
    const known = packages.get(place);
    const isFirst = known === undefined || compareText(versionsOf(shown), versionsOf(known)) < 0;
    if (isFirst) packages.set(place, shown);
  }
  return [...packages.values()].sort((a, b) => compareText(`${a.name}:${a.arch}`, `${b.name}:${b.arch}`));
}

function versionsOf({ installed, fixed }: FindingPackage): string {
  return `${installed} ${fixed}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
