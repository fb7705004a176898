import type { UnfixedFlaw } from '#core/advisory/advise.ts';
import { hasEnded, isWithdrawn } from '#core/advisory/finding-state.ts';
import { isKernelPackage } from '#core/advisory/kernel.ts';
import type { Reason } from '#core/advisory/reason.ts';
import { isSettingsFix } from '#core/advisory/settings-item.ts';
import type { FindingsRow } from '../warehouse/queries.gen.ts';
import type { FindingDocumentRow } from './finding-row.ts';
import type { livePatchesOf } from './live-patches-of.ts';
import { oldCodeReasons } from './load-state.ts';

export interface FindingReason {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Why a finding neither fails nor passes, or fails although its fix is installed, or is none to install. */
export function reasonsOf(row: FindingsRow): FindingReason[] {
  const { left, adjudicatedAs, adjudicatedWhy } = row;
  if (left) return [assetRetired];
  if (hasEnded(row)) return isWithdrawn(row) && row.state !== 'not_affected' ? [withdrawnReason(row)] : [];
  if (adjudicatedAs === null) return [...oldCodeReasons(row), ...waitingReasons(row)];
  return [
    {
      code: 'adjudicated',
      message: `Two persons decided: ${adjudicatedAs.replace('-', ' ')}. ${adjudicatedWhy ?? ''}`.trim(),
      remedy: 'If that no longer holds, reverse it.',
    },
  ];
}

function withdrawnReason({ fix }: Pick<FindingsRow, 'fix'>): FindingReason {
  return isSettingsFix(fix) ? settingsWithdrawn : fixWithdrawn;
}

/** What an open finding waits for besides an installation. */
function waitingReasons({ state, fix, packages }: FindingsRow): FindingReason[] {
  if (state === 'reboot_pending')
    return [packages.some(({ name }) => isKernelPackage(name)) ? kernelWaits : bootWaits];
  if (state === 'claimed') return [stepWaits];
  return isSettingsFix(fix) && state === 'open' ? [settingsWait] : [];
}

interface AboutHost {
  readonly finding: Pick<FindingDocumentRow, 'state' | 'verifiedBy' | 'cves'>;
  readonly livePatches: ReturnType<typeof livePatchesOf>;
  readonly unfixed: readonly UnfixedFlaw[];
  readonly asset: readonly Reason[];
}

/** What the host has to do with an open finding: live patches, archives that it does not take, a release out of support. */
export function hostReasons({ finding, livePatches, unfixed, asset }: AboutHost): FindingReason[] {
  if (hasEnded(finding)) return [];
  const elsewhere = unfixed.filter(({ state }) => state === 'needs_subscription');
  return [
    ...(livePatches ? [livePatched(livePatches)] : []),
    ...(elsewhere.length > 0 ? [needsSubscription(elsewhere)] : []),
    ...asset.filter(({ code }) => code === 'release-unsupported' || code === 'release-not-told'),
  ];
}

function livePatched({ mended, left }: NonNullable<ReturnType<typeof livePatchesOf>>): FindingReason {
  const named = mended.length > 0 ? mended.join(', ') : 'none of these flaws';
  const others = mended.length > 0 && left.length > 0 ? `, not ${left.join(', ')}` : '';
  return {
    code: 'live-patched',
    message: `Live patches of the running kernel name ${named}${others}. The fixed kernel does not run.`,
    remedy: 'Boot the fixed kernel, then scan again: a live patch closes nothing.',
  };
}

function needsSubscription(flaws: readonly UnfixedFlaw[]): FindingReason {
  const archives = [...new Set(flaws.flatMap(({ note }) => note ?? []))].sort();
  const names = flaws.map(({ vulnerability }) => vulnerability).join(', ');
  return {
    code: 'needs-subscription',
    message: `Of this product, ${names} ${flaws.length === 1 ? 'is' : 'are'} fixed only in ${archives.join(', ') || 'an extension'}, which the host does not take.`,
    remedy: 'Take that archive, or upgrade to a release that has the fix.',
  };
}

const fixWithdrawn = {
  code: 'fix-withdrawn',
  message: 'The vendor took the fix back and calls the flaw unfixed, so there is nothing to install.',
  remedy: 'Reduce the exposure until a new fix comes; it then opens by itself.',
};

const settingsWithdrawn = {
  code: 'fix-withdrawn',
  message: 'The vendor no longer recommends settings for it, and the flaw is still there.',
  remedy: 'An update that fixes it is a finding of its own; until there is one, reduce the exposure.',
};

const assetRetired = {
  code: 'asset-retired',
  message: 'The asset is retired, so nothing can prove this any more.',
  remedy: 'If it is still in use, set its status to active.',
};

const kernelWaits = {
  code: 'reboot-pending',
  message: 'The fixed kernel is installed, and an older one still runs.',
  remedy: 'Boot the host, then scan again.',
};

const bootWaits = {
  code: 'reboot-pending',
  message: 'The fixed version is installed, and takes effect with the next boot.',
  remedy: 'Boot the host, then scan again.',
};

const stepWaits = {
  code: 'step-not-verified',
  message: 'The fixed version is installed, and a further step is not verified.',
  remedy: 'Do the step, then record what was checked on the page of the finding.',
};

const settingsWait = {
  code: 'settings-not-verified',
  message:
    'There is no update to install: the vendor recommends settings, and nobody has verified them here.',
  remedy: 'Apply them, then record what was checked on the page of the finding.',
};
