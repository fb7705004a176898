import type { App } from '../app.ts';
import { closeIdleAccounts } from '../auth/people/close-idle-accounts.ts';
import { systemViewer } from '../auth/viewer.ts';

const EVERY_MS = 3_600_000;

/** What is due by the clock alone, each time it is called; one failure stops nothing of the rest. */
export const upkeep = {
  'close idle accounts': (app) => void closeIdleAccounts(app, systemViewer),
} as const satisfies Record<string, (app: App) => void>;

/** Does what is due now, and again every hour until it is stopped. */
export function startUpkeep(app: App): { stop(): void } {
  const run = () => {
    for (const work of Object.values(upkeep)) {
      try {
        work(app);
      } catch (error) {
        app.reportFailure(error);
      }
    }
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
