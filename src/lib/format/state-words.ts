/** Words shown for the stable values of the read documents. An unknown value is shown as it is. */
const STATES: Readonly<Record<string, string>> = {
  open: 'Open',
  claimed: 'Claimed fixed, not verified',
  reboot_pending: 'Reboot pending',
  old_code_running: 'Service runs old code',
  no_fix: 'No fix yet',
  wont_fix: 'Vendor will not fix',
  not_affected: 'Adjudicated',
  unknown: 'Cannot tell',
  fixed: 'Fixed, verified',
  removed: 'Package removed',
};

const JUDGEMENTS: Readonly<Record<string, string>> = {
  met: 'Met',
  missed: 'Missed',
  'missed-not-rescanned': 'Missed, not yet rescanned',
  missed_not_yet_rescanned: 'Missed, not yet rescanned',
  unknown: 'Cannot tell',
  pending: 'Not due yet',
  adjudicated: 'Adjudicated',
};

const UNFIXED: Readonly<Record<string, string>> = {
  no_fix: 'No fix yet',
  announced: 'Fix announced, not released',
  deferred: 'Fix postponed',
  wont_fix: 'Will not be fixed',
  unsupported: 'No longer supported',
  unimportant: 'Unimportant, says the vendor',
  investigating: 'Being investigated',
  needs_subscription: 'Fix needs a subscription',
};

const look = (words: Readonly<Record<string, string>>, value: string): string => words[value] ?? value;

/** `reboot_pending` → `Reboot pending`. */
export function stateWord(state: string): string {
  return look(STATES, state);
}

/** `missed` → `Missed`; null = not judged yet. */
export function judgementWord(judgement: string | null): string {
  return judgement === null ? 'Not due yet' : look(JUDGEMENTS, judgement);
}

/** Why a vulnerability has no fix to install: `wont_fix` → `Will not be fixed`. */
export function unfixedWord(state: string): string {
  return look(UNFIXED, state);
}

/** The same as choices of a filter, in the order in which a fix may still come. */
export const unfixedChoices: readonly { readonly value: string; readonly label: string }[] = Object.entries(
  UNFIXED,
).map(([value, label]) => ({ value, label }));
