interface Finding {
  readonly product: string;
  readonly asset: string;
  readonly state: string;
  readonly verifiedBy: string | null;
}

const said: Readonly<Record<string, string>> = {
  fixed: 'is fixed, proven by a scan',
  removed: 'is removed, proven by a scan',
  claimed: 'is updated, a further step is not verified',
  reboot_pending: 'waits for a reboot',
  not_affected: 'is not affected, says the vendor',
  no_fix: 'has no fix any more, says the vendor',
  wont_fix: 'will not be fixed, says the vendor',
};

/** What stands at the head of a finding's page. */
export function findingTitle({ product, asset, state, verifiedBy }: Finding): string {
  if (verifiedBy?.startsWith('steps ')) return `${product} on ${asset} is fixed, its last step is verified`;
  return `${product} on ${asset} ${said[state] ?? 'is still vulnerable'}`;
}
