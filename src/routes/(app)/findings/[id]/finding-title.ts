import { hasEnded } from '#core/advisory/finding-state.ts';
import { isSettingsFix } from '#core/advisory/settings-item.ts';
import { subjectOf } from '#lib/format/fix-words.ts';

interface Titled {
  readonly product: string;
  readonly title: string | null;
  readonly asset: string;
  readonly fix: string;
  readonly state: string;
  readonly verifiedBy: string | null;
}

const said: Readonly<Record<string, string>> = {
  fixed: 'is fixed, proven by a scan',
  removed: 'is removed, proven by a scan',
  claimed: 'is updated, a further step is not verified',
  reboot_pending: 'waits for a reboot',
  old_code_running: 'is updated, old code still runs',
};

const withdrawn: Readonly<Record<string, string>> = {
  not_affected: 'is not affected, says the vendor',
  no_fix: 'has no fix any more, says the vendor',
  wont_fix: 'will not be fixed, says the vendor',
};

/** The page's answer: how it stands with this product on this asset, and who says so. */
export function findingTitle(finding: Titled): string {
  const { asset, fix, state, verifiedBy } = finding;
  const what = `${subjectOf(finding)} on ${asset}`;
  const ofSettings = isSettingsFix(fix);
  if (verifiedBy?.startsWith('steps '))
    return ofSettings
      ? `${what} has the recommended settings, a person verified them`
      : `${what} is fixed, its last step is verified`;
  if (isAdjudicated(finding)) return `${what} does not count, two persons decided`;
  if (ofSettings && state === 'open') return `${what} needs settings that nobody has verified`;
  if (ofSettings && state === 'no_fix') return `${what} is no longer a matter of settings, says the vendor`;
  return `${what} ${(hasEnded(finding) ? withdrawn[state] : undefined) ?? said[state] ?? 'is still vulnerable'}`;
}

/** Over the comparison of versions. */
export function whyTitle(finding: Titled): string {
  if (hasEnded(finding)) return 'Why is it closed?';
  return isAdjudicated(finding) ? 'Why did it fail?' : 'Why does it fail?';
}

/** What two persons decided has no proof; what feeds withdrew has one. */
function isAdjudicated(finding: Titled): boolean {
  return finding.state === 'not_affected' && !hasEnded(finding);
}
