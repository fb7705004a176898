import { adviceKeyTextOf } from '../advisory/advice-key.ts';
import type { Asking } from '../advisory/feed-missing.ts';
import { isPurl } from '../advisory/purl-scheme.ts';
import { reason } from '../advisory/reason.ts';
import type { Reason } from '../advisory/reason.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { AssetFacts } from './asset-facts.ts';
import type { InstalledPackage } from './observation.ts';

/** Reasons of one asset that are spelt out; how many more there are is said once. */
const SPELT_OUT = 20;
const CODE = 'feed-undecided';

/** Why feeds cannot tell of what is installed whether fixes are missing: one reason for each product. */
export function feedReasons(
  platform: string | null,
  packages: readonly InstalledPackage[],
  { product, answerOf }: Asking,
): readonly Reason[] {
  const undecided = new Map<string, string>();
  const isWindows = platform?.startsWith('windows/') === true;
  for (const pkg of packages) {
    // Elsewhere the host's own index decides where feeds cannot.
    if (!isWindows && !isPurl(pkg.name)) continue;
    const key = adviceKeyTextOf(platform, pkg);
    const why = key === null ? null : (answerOf(key)?.undecided ?? null);
    if (why === null) continue;
    const known = undecided.get(product(pkg));
    if (known === undefined || why < known) undecided.set(product(pkg), why);
  }
  const details = [...undecided].map(([name, why]) => `${name}: ${why}`).sort();
  const more = details.length - SPELT_OUT;
  const said = details.slice(0, SPELT_OUT).map((detail) => reason(CODE, detail));
  return more > 0 ? [...said, reason(CODE, `${more} more products`)] : said;
}

/** The row with these reasons in the place of those that feeds gave before; the same row when nothing changes. */
export function withFeedReasons<Row extends { readonly facts: string }>(
  asset: Row,
  reasons: readonly Reason[],
): Row {
  const known = JSON.parse(asset.facts) as AssetFacts;
  const own = known.reasons.filter(({ code }) => code !== CODE);
  const facts = canonicalJson({ ...known, reasons: [...own, ...reasons] });
  return facts === asset.facts ? asset : { ...asset, facts };
}
