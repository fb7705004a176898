import { AppError } from '#core/errors.ts';
import { scanners } from '#scanners/index.ts';
import { authorise } from '../auth/authorise.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { createCredential } from './credentials.ts';
import { pinHostKeys } from './pin-host-keys.ts';
import type { ScanParams } from './scan-params.ts';

export type ScanOrder =
  | { readonly kind: 'local' }
  | { readonly kind: 'network'; readonly targets: readonly string[] }
  | {
      readonly kind: 'ssh';
      readonly targets: readonly string[];
      readonly user: string;
      readonly port: number;
      /** Id or name of a stored credential; empty = the key given here, else the server's agent. */
      readonly credential: string;
      readonly privateKey: string | null;
      /** Lines of known_hosts or SHA256 fingerprints to trust from now on. */
      readonly hostKeys: string;
    };

/**
 * Start a scan as a job. Targets are checked before anything is recorded.
 * @throws AppError TARGET_INVALID, TARGET_DENIED, SCOPE_TOO_LARGE, CREDENTIAL_UNKNOWN, HOST_KEYS_UNREADABLE, KEY_UNUSABLE
 */
export function startScan(app: App, viewer: Viewer, order: ScanOrder): { id: string } {
  authorise(viewer, 'scan.start');
  // Host keys and a new key are kept with the order or not at all.
  const params = app.store.transaction(() => paramsOf(app, viewer, order));
  return { id: enqueueScan(app, viewer, params) };
}

/** Record a scan job whose targets are known to be good. */
export function enqueueScan(app: App, viewer: Viewer, params: ScanParams): string {
  return app.jobs.enqueue({ kind: 'scan', params, requestedBy: viewer.personId, via: viewer.via });
}

function paramsOf(app: App, viewer: Viewer, order: ScanOrder): ScanParams {
  if (order.kind === 'local') return localScan();
  if (order.kind === 'network') {
    const targets = order.targets.join(' ');
    scanners.nmap.parseTarget(targets);
    return { scanner: 'nmap', targets: [targets], profile: 'services', credential: null, user: null };
  }
  const targets = order.targets.map((host) => withPort(host, order.port));
  for (const target of targets) scanners.ssh.parseTarget(target);
  if (order.hostKeys.trim() !== '') {
    pinHostKeys(app, viewer, { targets: order.targets, port: order.port, text: order.hostKeys });
  }
  const credential = credentialName(app, viewer, order);
  const user = credential === null ? order.user : null;
  return { scanner: 'ssh', targets, profile: 'default', credential, user };
}

/** The scan of this very machine. */
export function localScan(): ScanParams {
  return { scanner: 'local', targets: ['localhost'], profile: 'default', credential: null, user: null };
}

function withPort(host: string, port: number): string {
  if (port === 22) return host;
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
}

function credentialName(app: App, viewer: Viewer, order: ScanOrder & { kind: 'ssh' }): string | null {
  if (order.credential !== '') {
    const stored = app.store.credentials
      .list()
      .find((one) => one.id === order.credential || one.name === order.credential);
    if (stored) return stored.name;
    throw new AppError({
      code: 'CREDENTIAL_UNKNOWN',
      message: 'No stored credential has that name.',
      remedy: 'Choose one from the list.',
      status: 404,
    });
  }
  if (order.privateKey === null) return null;
  const name = `${order.user}, key of ${new Date(app.clock()).toISOString().slice(0, 19).replace('T', ' ')}`;
  createCredential(app, viewer, { name, user: order.user, secret: { privateKey: order.privateKey } });
  return name;
}
