import type { App } from '../app.ts';

/** Records that the server starts or stops, and so that the log goes on or pauses (PCI DSS v4.0.1, 10.2.1.6). */
export function recordServer({ store, config, clock }: App, what: 'started' | 'stopped'): void {
  const body = { version: config.version, clock: new Date(clock()).toISOString() };
  store.transaction(() =>
    store.log.append({ kind: `server.${what}`, object: 'server', body, actor: null, via: 'system' }),
  );
}
