import type { App } from '../app.ts';
import { collectReminders } from './collect-reminders.ts';
import type { Reminder } from './reminder.ts';
import { readSentBook } from './sent-book.ts';
import { reminderMail } from './reminder-mail.ts';

/** How many mails went out, and how many the server did not take. */
export interface ReminderRun {
  readonly sent: number;
  readonly failed: number;
}

/**
 * Mail what is due now to whom it concerns, each once. The event comes before the mail: a crash in between loses one
 * mail and doubles none. What the mail server did not take is recorded and tried again by the next run. Without a mail
 * server nothing is sent or recorded; pages show what is due anyway.
 */
export async function sendReminders(app: App): Promise<ReminderRun> {
  if (app.mailer.settings() === null) return { sent: 0, failed: 0 };
  const reminders = await collectReminders(app);
  const run = { sent: 0, failed: 0 };
  for (const reminder of reminders) {
    const to = claim(app, reminder);
    const refused = await deliver(app, reminder, to);
    if (refused.length > 0) record(app, 'reminder.failed', reminder, refused);
    run.sent += to.length - refused.length;
    run.failed += refused.length;
  }
  return run;
}

/** Whom a reminder still has to reach, recorded as reached in the same transaction. */
function claim(app: App, reminder: Reminder): string[] {
  return app.store.transaction(() => {
    const book = readSentBook(app);
    const to = reminder.people.filter(
      (person) => app.store.people.email(person) !== null && book.isOwed(reminder, person),
    );
    if (to.length > 0) record(app, 'reminder.sent', reminder, to);
    return to;
  });
}

async function deliver(app: App, reminder: Reminder, to: readonly string[]): Promise<string[]> {
  const refused: string[] = [];
  for (const person of to) {
    const address = app.store.people.email(person);
    try {
      if (address !== null)
        await app.mailer.send({ to: address, ...reminderMail(reminder, app.config.origin) });
    } catch (error) {
      app.reportFailure(error);
      refused.push(person);
    }
  }
  return refused;
}

function record(
  app: App,
  kind: 'reminder.sent' | 'reminder.failed',
  { object, about, part, due, days }: Reminder,
  to: readonly string[],
): void {
  app.store.transaction(() => {
    const body = { about, part, due, days, to };
    app.store.log.append({ kind, object, body, actor: null, via: 'job' });
  });
}
