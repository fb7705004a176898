import { isSettingsFix } from '#core/advisory/settings-item.ts';
import { compareVersions } from '#core/version/compare.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { ViewInput } from '../read-view.ts';
import { isReported } from './find-claims.ts';
import { getFinding } from './get-finding.ts';
import { repeatComparison } from './repeat-comparison.ts';

/** Rules of detection by family; a number goes up when its rule changes. */
const MATCHERS = {
  debian: {
    matcher: 'debian-security-archive 1',
    rule: 'The highest version above the installed one in a security archive of the host decides, whatever apt would install.',
  },
  redhat: {
    matcher: 'redhat-updateinfo 1',
    rule: 'The highest version above the installed one that a security advisory of the host’s own repositories names for this package and architecture decides, whatever dnf would install.',
  },
  inventory: {
    matcher: 'inventory-security-source 1',
    rule: 'The highest version above the installed one that a security source of the imported inventory offers decides.',
  },
  feeds: {
    matcher: 'feed-statement 1',
    rule: 'The installed version is below the one that the vendor’s or the ecosystem’s own data names as fixed, or the update that it names is not in place. Feeds that only score decide nothing.',
  },
  settings: {
    matcher: 'settings-notice 1',
    rule: 'The vendor’s own data calls the product affected, names no update for it and recommends settings. No scan sees them: it is open until a person records that they are verified.',
  },
  reported: {
    matcher: 'reported-flaw 1',
    rule: 'Another tool reports it: it is open while any tool that looks at the asset sees it, and closed when a complete scan with login no longer does.',
  },
} as const;

function isMatched(family: string | null): family is keyof typeof MATCHERS {
  return family !== null && Object.hasOwn(MATCHERS, family);
}

interface Decided {
  readonly family: string | null;
  readonly reported: boolean;
  /** No line of the host's own index decides it. */
  readonly byFeeds: boolean;
  readonly fix: string;
}

function matcherOf({ family, reported, byFeeds, fix }: Decided): keyof typeof MATCHERS {
  if (isSettingsFix(fix)) return 'settings';
  if (reported) return 'reported';
  if (byFeeds || family === 'sbom') return 'feeds';
  return isMatched(family) ? family : 'debian';
}

/**
 * Why a finding has its verdict: rule, compared versions, raw lines with their hash, and the clock, so that an
 * auditor can repeat it by hand. @throws AppError NOT_FOUND
 */
export async function explainFinding(app: App, viewer: Viewer, input: ViewInput & { id: string }) {
  const found = await getFinding(app, viewer, input);
  const { finding, obligations, evidence, claims, asset, asOf, knownAt, advice, ranking, steps } = found;
  return {
    asOf,
    knownAt,
    id: finding.id,
    asset: finding.asset,
    fix: finding.fix,
    verdict: finding.verdict,
    state: finding.state,
    loadState: finding.loadState,
    reasons: finding.reasons,
    livePatches: found.livePatches,
    support: found.support,
    ...MATCHERS[
      matcherOf({
        family: asset.family,
        reported: isReported(finding, claims),
        byFeeds: evidence?.byFeeds === true,
        fix: finding.fix,
      })
    ],
    comparisons: finding.packages.map((pkg) => ({
      package: `${pkg.name}:${pkg.arch}`,
      installed: pkg.installed,
      fixed: pkg.fixed,
      result: pkg.installed === null ? null : compareVersions(pkg.scheme ?? 'deb', pkg.installed, pkg.fixed),
      repeat: pkg.installed === null ? null : repeatComparison(pkg.scheme ?? 'deb', pkg.installed, pkg.fixed),
    })),
    assetReasons: asset.reasons,
    clock: {
      firstDetected: finding.firstDetected,
      detectedBy: finding.detectedBy,
      due: finding.due,
      rule: finding.rule,
      clockBasis: finding.clockBasis,
      policyVersion: finding.policyVersion,
      judgement: finding.judgement,
      daysLate: finding.daysLate,
      installedAt: finding.installedAt,
      verifiedAt: finding.verifiedAt,
      verifiedBy: finding.verifiedBy,
      contradictedBy: finding.contradictedBy,
    },
    obligations,
    adjudication: found.adjudications.active ?? found.adjudications.waiting,
    claims,
    evidence,
    advice,
    ranking,
    steps,
  };
}
