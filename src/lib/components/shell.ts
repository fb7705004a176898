import type { AsOfChoice } from './as-of-choices.ts';

export type Theme = 'system' | 'light' | 'dark';

/** What the frame round every page shows. */
export interface ShellFacts {
  readonly person: string;
  readonly theme: Theme;
  readonly navHidden: boolean;
  /** The data are simulated. */
  readonly demo: boolean;
  readonly scope: {
    /** Chosen business unit; null = all that the reader may see. */
    readonly unit: string | null;
    readonly words: string;
    /** What having none chosen means: `All units`, or `Your units`. */
    readonly whole: string;
    readonly units: readonly { readonly unit: string; readonly name: string }[];
  };
  readonly asOf: {
    /** `Now, 23 Nov 2026 09:40` or the date looked at. */
    readonly words: string;
    readonly past: boolean;
    readonly day: string;
    readonly today: string;
    /** Version of the policy in force at that moment. */
    readonly policy: number;
    /** Event up to which the log is known, when the address says so. */
    readonly knownAt: number | null;
    readonly choices: readonly AsOfChoice[];
  };
  /** Assets with a complete scan in the window, and their share, 0 to 1; null = nothing scanned yet. */
  readonly coverage: { readonly fresh: number; readonly share: number; readonly words: string } | null;
  /** Counts of the read documents; null = nothing measured, so no number. */
  readonly counts: {
    readonly fixes: number | null;
    readonly findings: number | null;
    readonly assets: number | null;
    readonly running: number;
    /** Exceptions that wait for the reader's decision. */
    readonly exceptions: number;
    /** Reviews of registers that are overdue. */
    readonly registers: number;
    /** Requests of audits that wait for the reader. */
    readonly audits: number;
    readonly policy: number;
  };
  /** Parts that only some may see. */
  readonly doors: { readonly log: boolean };
}

export interface NavItem {
  readonly label: string;
  readonly href: string;
  /** A figure of a read document: work waiting, where there is work. */
  readonly figure?: { readonly of: string; readonly at: string; readonly value: number };
  /** Any other word beside the label. */
  readonly note?: string;
}

export interface NavGroup {
  readonly group: string;
  readonly items: readonly NavItem[];
}

/** A figure of the posture document; nothing measured is no figure. */
function ofPosture(at: string, value: number | null): Pick<NavItem, 'figure'> {
  return value === null ? {} : { figure: { of: 'posture', at, value } };
}

/** The navigation, grouped by what one does. */
export function navigation(counts: ShellFacts['counts'], doors: ShellFacts['doors']): NavGroup[] {
  const { fixes, findings, assets, running, policy, exceptions, registers, audits } = counts;
  return [
    {
      group: 'See',
      items: [
        { label: 'Posture', href: '/' },
        { label: 'Time to patch', href: '/time-to-patch' },
        { label: 'Coverage', href: '/coverage' },
      ],
    },
    {
      group: 'Fix',
      items: [
        { label: 'Patches', href: '/patches', ...ofPosture('fixesToDo', fixes) },
        { label: 'Without a fix', href: '/unfixed' },
        { label: 'Findings', href: '/findings?verdict=fail', ...ofPosture('open', findings) },
        { label: 'Assets', href: '/assets', ...ofPosture('total', assets) },
        { label: 'Scans', href: '/scans', ...(running > 0 ? { note: `${running} running` } : {}) },
      ],
    },
    {
      group: 'Decide',
      items: [
        { label: 'Exceptions', href: '/exceptions', ...(exceptions > 0 ? { note: `${exceptions}` } : {}) },
        { label: 'Rank changes', href: '/ranks' },
        { label: 'Adjudications', href: '/adjudications' },
        { label: 'Second opinions', href: '/second-opinions?opinion=conflict&decision=open' },
        { label: 'Policy', href: '/policy', note: `v${policy}` },
        {
          label: 'Registers',
          href: '/registers',
          ...(registers > 0 ? { note: `${registers} overdue` } : {}),
        },
        { label: 'Audits', href: '/audits', ...(audits > 0 ? { note: `${audits} waiting` } : {}) },
      ],
    },
    {
      group: 'Organise',
      items: [
        { label: 'Business units', href: '/units' },
        { label: 'Asset groups', href: '/groups' },
        { label: 'Stakeholders', href: '/stakeholders' },
      ],
    },
    {
      group: 'Set up',
      items: [
        { label: 'Imports', href: '/imports' },
        { label: 'Feeds', href: '/feeds' },
        { label: 'Settings', href: '/settings' },
        { label: 'API tokens', href: '/settings/tokens' },
        ...(doors.log ? [{ label: 'Log', href: '/log' }] : []),
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
