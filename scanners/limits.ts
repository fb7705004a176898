/** Time limits in milliseconds, size limits in bytes. Every collector stops at them, whatever the host does. */
export interface Limits {
  /** TCP connection established. */
  readonly connectMs: number;
  /** Each of: SSH banner seen, key exchange done, login answered. */
  readonly handshakeMs: number;
  /** One step of the scan: opening the session (banner to first output), or one section of the script. */
  readonly sectionMs: number;
  /** Added to `sectionMs` at home, so that the script's own `timeout` can end a section and go on. */
  readonly slackMs: number;
  /** No byte at all from the host while output is expected. */
  readonly idleMs: number;
  /** The whole scan of one host. */
  readonly hostMs: number;
  /** Between SIGTERM and SIGKILL of a local child. */
  readonly graceMs: number;
  /** What a host may say before the first section (message of the day of a login shell). */
  readonly preambleBytes: number;
  readonly sectionBytes: number;
  readonly hostBytes: number;
}

const MIB = 1024 * 1024;

const standard: Limits = {
  connectMs: 10_000,
  handshakeMs: 20_000,
  sectionMs: 120_000,
  slackMs: 10_000,
  idleMs: 60_000,
  hostMs: 15 * 60_000,
  graceMs: 2_000,
  preambleBytes: 8 * 1024,
  sectionBytes: 32 * MIB,
  hostBytes: 128 * MIB,
};

/** Registry of limit profiles a credentialed scan may be started with. */
export const profiles = {
  default: standard,
  quick: { ...standard, sectionMs: 5_000, idleMs: 5_000, hostMs: 60_000 },
  patient: {
    ...standard,
    connectMs: 30_000,
    handshakeMs: 60_000,
    sectionMs: 600_000,
    idleMs: 300_000,
    hostMs: 3_600_000,
  },
} as const satisfies Record<string, Limits>;

export type ProfileName = keyof typeof profiles;

/** Narrows a text from a form or the command line to a profile name. */
export function isProfileName(text: string): text is ProfileName {
  return Object.hasOwn(profiles, text);
}
