/** How the verdict on a covered finding reads. PCI DSS has no risk acceptance: without a worksheet it stays a fail. */
export type ExceptedVerdict = 'excepted' | 'fail, accepted';

interface Covered {
  readonly worksheet: boolean;
  readonly rank: string | null;
  /** Audit scopes of the asset, apart by commas. */
  readonly scope: string;
}

export function readsAs({ worksheet, rank, scope }: Covered): ExceptedVerdict {
  const isPci = scope.split(',').some((name) => name.startsWith('pci-'));
  return isPci && !worksheet && (rank === 'severe' || rank === 'high') ? 'fail, accepted' : 'excepted';
}
