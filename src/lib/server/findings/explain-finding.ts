import { compareDeb } from '#core/version/deb.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { ViewInput } from '../read-view.ts';
import { getFinding } from './get-finding.ts';

/** Bumped when the rule of detection changes. */
const MATCHER = 'debian-security-archive 1';

/**
 * Why a finding has its verdict: rule, compared versions, raw lines with their hash, and the clock, so that an
 * auditor can repeat it by hand. @throws AppError NOT_FOUND
 */
export async function explainFinding(app: App, viewer: Viewer, input: ViewInput & { id: string }) {
  const { finding, obligations, evidence, asset, asOf, knownAt } = await getFinding(app, viewer, input);
  return {
    asOf,
    knownAt,
    id: finding.id,
    asset: finding.asset,
    fix: finding.fix,
    verdict: finding.verdict,
    state: finding.state,
    matcher: MATCHER,
    rule: 'The highest version above the installed one in a security archive of the host decides, whatever apt would install.',
    comparisons: finding.packages.map((pkg) => ({
      package: `${pkg.name}:${pkg.arch}`,
      installed: pkg.installed,
      fixed: pkg.fixed,
      result: pkg.installed === null ? null : compareDeb(pkg.installed, pkg.fixed),
      repeat: pkg.installed === null ? null : `dpkg --compare-versions ${pkg.installed} lt ${pkg.fixed}`,
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
    evidence,
  };
}
