/** Counts records that give no item, by reason. */
export interface SkipCount {
  readonly add: (reason: string) => void;
  /** Most frequent first. */
  readonly list: () => readonly { readonly reason: string; readonly n: number }[];
}

export function skipCount(): SkipCount {
  const counts = new Map<string, number>();
  return {
    add: (reason) => void counts.set(reason, (counts.get(reason) ?? 0) + 1),
    list: () =>
      [...counts]
        .map(([reason, n]) => ({ reason, n }))
        .sort((a, b) => b.n - a.n || (a.reason < b.reason ? -1 : 1)),
  };
}
