export const OLD = '3.0.11-1~deb12u1';
export const NEWER = '3.0.13-1~deb12u1';
export const NEWEST = '3.0.14-1~deb12u2';

type Entry = Record<string, unknown>;
/** A flaw of bookworm that a version fixes. */
export const resolved = (fixed_version: string): Entry => ({
  status: 'resolved',
  fixed_version,
  repositories: { bookworm: OLD, 'bookworm-security': NEWEST },
  urgency: 'not yet assigned',
});
/** A flaw of bookworm without a fix. */
export const open = (more: Entry = {}): Entry => ({
  status: 'open',
  repositories: { bookworm: OLD },
  urgency: 'not yet assigned',
  ...more,
});
/** A file of the Debian Security Tracker about one source package. */
export const tracker = (flaws: Readonly<Record<string, Entry>>, source = 'openssl') =>
  JSON.stringify({
    [source]: Object.fromEntries(
      Object.entries(flaws).map(([cve, entry]) => [
        cve,
        { description: cve, scope: 'remote', releases: { bookworm: entry } },
      ]),
    ),
  });
