import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { isNmapMissing } from './nmap-missing.ts';
import { enqueueScan, localScan } from './start-scan.ts';

/**
 * The first scan, once: this machine by the local collector, and its loopback by nmap when that is there. Runs
 * for the first administrator, right after set-up.
 */
export function startFirstScan(app: App, viewer: Viewer): void {
  if (app.store.jobs.list({ limit: 1 }).length > 0) return;
  enqueueScan(app, viewer, localScan());
  if (isNmapMissing(process.env.PATH)) return;
  const targets = ['this machine'];
  enqueueScan(app, viewer, { scanner: 'nmap', targets, profile: 'services', credential: null, user: null });
}
