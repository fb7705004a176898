import type { App } from '../app.ts';

/** The bundled routes and the process that serves them are two copies of the code; they meet here. */
const KEY = Symbol.for('patchproof.app');

/** Makes the open application known to the routes of this process; null takes it away. */
export function publishApp(app: App | null): void {
  Reflect.set(globalThis, KEY, app);
}

/** The application of this process, null before it is open and after it was closed. */
export function installedApp(): App | null {
  // Set by `publishApp` alone.
  return (Reflect.get(globalThis, KEY) as App | null | undefined) ?? null;
}
