export type Theme = 'system' | 'light' | 'dark';

/** What the frame round every page shows. */
export interface ShellFacts {
  readonly person: string;
  readonly theme: Theme;
  readonly navHidden: boolean;
  /** `Now, 23 Nov 2026 09:40` or the date looked at. */
  readonly asOf: {
    readonly words: string;
    readonly past: boolean;
    readonly day: string;
    readonly today: string;
  };
  /** Share of assets with a fresh complete scan, 0 to 1; null = nothing scanned yet. */
  readonly coverage: { readonly share: number; readonly words: string } | null;
  readonly counts: {
    readonly findings: number | null;
    readonly assets: number | null;
    readonly running: number;
    readonly policy: number | null;
  };
}

export interface NavItem {
  readonly label: string;
  readonly href: string;
  readonly count?: string;
}

const counted = (count: number | null): string | undefined =>
  count === null ? undefined : count.toLocaleString('en-GB');

/** The navigation, grouped by what one does. Counts are work waiting, where there is work. */
export function navigation(counts: ShellFacts['counts']): { group: string; items: NavItem[] }[] {
  return [
    { group: 'See', items: [{ label: 'Overview', href: '/' }] },
    {
      group: 'Fix',
      items: [
        { label: 'Findings', href: '/findings?verdict=fail', count: counted(counts.findings) },
        { label: 'Assets', href: '/assets', count: counted(counts.assets) },
        { label: 'Scans', href: '/scans', count: counts.running > 0 ? counted(counts.running) : undefined },
      ],
    },
    {
      group: 'Prove',
      items: [
        {
          label: 'Policy',
          href: '/settings/policy',
          count: counts.policy === null ? undefined : `v${counts.policy}`,
        },
      ],
    },
    {
      group: 'Set up',
      items: [
        { label: 'Settings', href: '/settings' },
        { label: 'API tokens', href: '/settings/tokens' },
      ],
    },
  ];
}

/** Whether a page belongs to an item: the longest matching item wins, so `/settings/tokens` is not Settings. */
export function currentHref(items: readonly NavItem[], path: string): string | null {
  const matches = items.filter((item) => {
    const [base = ''] = item.href.split('?');
    return path === base || (base !== '/' && path.startsWith(`${base}/`));
  });
  return matches.sort((a, b) => b.href.length - a.href.length)[0]?.href ?? null;
}

/** `Marta Oliveira` → `MO`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

/** The theme of the cookie; anything unknown follows the system. */
export function readTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}
