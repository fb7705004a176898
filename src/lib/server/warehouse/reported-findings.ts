import { reportedFinding } from '#core/reports/reported-finding.ts';
import type { FlawSpan } from '#core/reports/reported-finding.ts';
import type { PastReport } from './known-reports.ts';
import type { OwnBook } from './own-evidence.ts';
import type { AboutFlaw, StatedFlaw } from './read-sightings.ts';
import type { ReportedFinding } from './settle-reported.ts';
import { spanOf } from './stored-flaws.ts';
import type { StoredFlaw } from './stored-flaws.ts';

/** One asset with all that tools say of it now, and what they said before. */
export interface ReportedAsset {
  readonly assetId: string;
  readonly spans: readonly StoredFlaw[];
  readonly reports: readonly PastReport[];
  readonly stored: readonly StoredFlaw[];
  /** What changed; null = anything may have. */
  readonly touched: ReadonlySet<AboutFlaw> | null;
  /** Flaws of which two persons decided that the tool is right. */
  readonly confirmed: ReadonlySet<string>;
  /** What the report being applied states of it. */
  readonly stated: readonly StatedFlaw[];
}

/** The products that these assets' flaws are in. */
export function productsOf(assets: readonly ReportedAsset[]): Set<string> {
  const products = new Set<string>();
  for (const { spans, stated } of assets) {
    for (const { about } of spans) products.add(about.product);
    for (const { about } of stated) products.add(about.product);
  }
  products.delete('');
  return products;
}

/** The findings of an asset that changed or that the report states, by key. */
export function findingsOf(asset: ReportedAsset, own: OwnBook): Map<string, ReportedFinding> {
  const { assetId, spans, reports, stored, touched, confirmed, stated } = asset;
  const changed = touched && keysOf([], touched);
  const wanted =
    changed &&
    keysOf(
      changed,
      stated.map(({ about }) => about),
    );
  const now = groupSpans(spans, wanted);
  const before = groupSpans(stored, wanted);
  const scans = Map.groupBy(reports, ({ tool }) => tool);
  const findings = new Map<string, ReportedFinding>();
  for (const [key, { fix, product, flaws }] of before.size === 0 ? now : new Map([...before, ...now])) {
    const current: FlawSpan[] = now.has(key)
      ? flaws.map((flaw) =>
          spanOf(flaw, { scans: scans.get(flaw.tool) ?? [], confirmed: confirmed.has(flaw.flawId) }),
        )
      : [];
    findings.set(key, {
      assetId,
      fix,
      product,
      rows: reportedFinding(fix, current, own(assetId, product)),
      isTouched: changed === null || changed.has(key),
      knownLives: before.get(key)?.flaws.length ?? 0,
    });
  }
  return findings;
}

interface SpanGroup {
  readonly fix: string;
  readonly product: string;
  readonly flaws: StoredFlaw[];
}

function groupSpans(
  spans: readonly StoredFlaw[],
  wanted: ReadonlySet<string> | null,
): Map<string, SpanGroup> {
  const groups = new Map<string, SpanGroup>();
  for (const span of spans) {
    const { product, fixes, keys } = span.about;
    for (const [index, fix] of fixes.entries()) {
      const key = keys[index] ?? '';
      if (wanted && !wanted.has(key)) continue;
      const group = groups.get(key);
      if (group) group.flaws.push(span);
      else groups.set(key, { fix, product, flaws: [span] });
    }
  }
  return groups;
}

function keysOf(known: Iterable<string>, abouts: Iterable<AboutFlaw>): ReadonlySet<string> {
  const all = new Set(known);
  for (const { keys } of abouts) for (const key of keys) all.add(key);
  return all;
}
