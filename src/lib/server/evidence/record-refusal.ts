import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';

interface Refused {
  readonly method: string;
  /** The pattern of the address, never the address itself; null = there is none. */
  readonly route: string | null;
}

/** Records that somebody signed in asked for what is not his (PCI DSS v4.0.1, 10.2.1.4). */
export function recordRefusal(app: App, { personId, via }: Viewer, { method, route }: Refused): void {
  const object = route ?? 'no route';
  app.store.transaction(() =>
    app.store.log.append({ kind: 'access.refused', object, body: { method }, actor: personId, via }),
  );
}
