/** An RPM version with its parts: `[epoch:]version[-release]` (rpm-version(7)). */
export interface RpmVersion {
  readonly text: string;
  readonly epoch: number;
  readonly version: string;
  /** null = none given, which sorts before every release. */
  readonly release: string | null;
}

const maxEpoch = 4_294_967_295;
/** What a version or release may hold (rpm-version(7)); the hyphen only parts the two. */
const legal = /^[0-9A-Za-z._+~^]+$/;

/** Characters as people can read them in an error sentence, also when they do not print. */
function readable(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

function epochOf(text: string, colonAt: number): number | string {
  if (colonAt === -1) return 0;
  const digits = text.slice(0, colonAt);
  // What `rpm -q` prints for a package without an epoch.
  if (digits === '(none)') return 0;
  if (!/^[0-9]+$/.test(digits)) return `${readable(text)} has an epoch that is not a number`;
  const epoch = Number(digits);
  return epoch > maxEpoch ? `${readable(text)} has an epoch above ${maxEpoch}` : epoch;
}

/**
 * Reads an RPM version; surrounding blanks are ignored.
 * @returns the version, or the sentence why it is none.
 */
export function parseRpm(raw: string): RpmVersion | string {
  const text = raw.trim();
  if (text === '') return 'the version is empty';
  const colonAt = text.indexOf(':');
  const epoch = epochOf(text, colonAt);
  if (typeof epoch === 'string') return epoch;
  const rest = text.slice(colonAt + 1);
  const dashAt = rest.lastIndexOf('-');
  const version = dashAt === -1 ? rest : rest.slice(0, dashAt);
  const release = dashAt === -1 ? null : rest.slice(dashAt + 1);
  if (version === '') return `${readable(text)} has no version`;
  if (release === '') return `${readable(text)} ends in an empty release`;
  for (const part of [version, release ?? '0']) {
    if (legal.test(part)) continue;
    const bad = [...part].find((character) => !legal.test(character)) ?? '';
    return `${readable(text)} holds ${readable(bad)}, which no RPM version may hold there`;
  }
  return { text, epoch, version, release };
}
