import type { App } from '../app.ts';
import { sendReminders } from './send-reminders.ts';

const EVERY_MS = 3_600_000;

/** Sends what is due now and then, one run at a time. */
export interface ReminderClock {
  start(): void;
  /** Waits for a run that is under way. */
  stop(): Promise<void>;
}

/** A run at the start and every hour. What a stopped server missed is not made up for: only the nearest is sent. */
export function createReminderClock(app: App, everyMs = EVERY_MS): ReminderClock {
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  const run = (): void => {
    running ??= sendReminders(app)
      .then(() => undefined, app.reportFailure)
      .finally(() => {
        running = null;
      });
  };
  return {
    start: () => {
      run();
      timer = setInterval(run, everyMs);
      timer.unref();
    },
    stop: async () => {
      if (timer !== null) clearInterval(timer);
      await running;
    },
  };
}
