import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { isNmapMissing } from '../scans/nmap-missing.ts';

/** Facts of this installation for its page: no secrets, and no more than an administrator may see. */
export function getInstallation(app: App, viewer: Viewer) {
  authorise(viewer, 'system.read');
  return {
    version: app.config.version,
    hostname: app.config.hostname,
    dataDir: app.dataDir.path,
    keyFile: app.config.keyFile,
    keyId: app.masterKey.id,
    nmap: isNmapMissing(process.env.PATH) ? null : 'Installed',
    log: app.store.log.head(),
  };
}
