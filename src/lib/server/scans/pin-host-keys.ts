import { AppError } from '#core/errors.ts';
import { scanners } from '#scanners/index.ts';
import { knownKeys } from '#scanners/ssh/host-key.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

export interface HostKeysInput {
  readonly targets: readonly string[];
  readonly port: number;
  /** Lines of known_hosts, or SHA256 fingerprints, one a line. */
  readonly text: string;
}

const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;

/**
 * Trust host keys that a person vouches for, for these hosts only.
 * @throws AppError HOST_KEYS_UNREADABLE when the text holds none for any of them
 */
export function pinHostKeys(app: App, viewer: Viewer, { targets, port, text }: HostKeysInput): void {
  authorise(viewer, 'hostkey.manage');
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const bare = lines.filter((line) => FINGERPRINT.test(line));
  const pins = targets.flatMap((target) => {
    const { host, port: own } = scanners.ssh.parseTarget(target);
    const at = own ?? port;
    const known = knownKeys([text], host, at).filter((key) => !key.revoked);
    return [...bare, ...known.map((key) => key.fingerprint)].map((fingerprint) => ({
      host,
      port: at,
      fingerprint,
    }));
  });
  if (pins.length === 0) throw unreadable();
  app.store.transaction(() => {
    for (const pin of pins) {
      app.store.hostKeys.pin({ ...pin, pinnedAt: app.clock(), pinnedBy: viewer.personId });
      const origin = { actor: viewer.personId, via: viewer.via };
      app.store.log.append({
        kind: 'hostkey.pinned',
        object: `${pin.host}:${pin.port}`,
        body: pin,
        ...origin,
      });
    }
  });
}

function unreadable(): AppError {
  return new AppError({
    code: 'HOST_KEYS_UNREADABLE',
    message: 'The text holds no host key for these hosts.',
    remedy:
      'Paste the output of "ssh-keyscan HOST" after comparing it at the host, or one SHA256 fingerprint.',
    where: { field: 'hostKeys' },
  });
}
