import type { Limits } from '../limits.ts';

interface NmapProfile {
  readonly title: string;
  /** Constant flags; users never give any. */
  readonly flags: readonly string[];
  readonly limits: Pick<Limits, 'hostMs' | 'graceMs' | 'sectionBytes'>;
}

const limits = { hostMs: 60 * 60_000, graceMs: 2_000, sectionBytes: 32 * 1024 * 1024 };

/** Registry of what a network scan may ask nmap for. */
export const nmapProfiles = {
  discovery: { title: 'Which hosts answer', flags: ['-sn', '-T4', '--max-retries', '2'], limits },
  services: {
    title: 'Open ports and what answers there',
    flags: ['-sT', '-sV', '--version-light', '-T4', '--max-retries', '2', '--host-timeout', '10m'],
    limits,
  },
} as const satisfies Record<string, NmapProfile>;

export type NmapProfileName = keyof typeof nmapProfiles;

/** Narrows a text to a profile of the network scanner. */
export function isNmapProfile(name: string): name is NmapProfileName {
  return Object.hasOwn(nmapProfiles, name);
}
