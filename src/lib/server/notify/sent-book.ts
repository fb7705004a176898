import type { App } from '../app.ts';
import type { Reminder } from './reminder.ts';

type Named = Pick<Reminder, 'object' | 'part' | 'due' | 'days'>;

/** Which reminders reached whom, as the log has it. */
export interface SentBook {
  /** Whether a person has yet to get a reminder: it was never sent to them, or was not taken and may be tried again. */
  isOwed(reminder: Named, person: string): boolean;
}

/** Events about reminders that are read; there are few of them. */
const MOST = 100_000;
/** How often one mail is tried. */
const ATTEMPTS = 3;

const keyOf = ({ object, part, due, days }: Named, person: string): string =>
  [object, part, due, days, person].join(' ');

export function readSentBook({ store }: Pick<App, 'store'>): SentBook {
  const query = { kind: 'reminder', actor: null, object: null, from: null, until: null, text: null };
  const sent = new Map<string, number>();
  const failed = new Map<string, number>();
  for (const { kind, object, body } of store.log.search(query, { limit: MOST, offset: 0 }).events) {
    // Written by `sendReminders` alone.
    const { to, ...named } = body as Omit<Named, 'object'> & { readonly to: readonly string[] };
    const counts = kind === 'reminder.sent' ? sent : failed;
    for (const person of to) {
      const key = keyOf({ object, ...named }, person);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return {
    isOwed: (reminder, person) => {
      const key = keyOf(reminder, person);
      const tries = sent.get(key) ?? 0;
      return tries === 0 || (tries < ATTEMPTS && (failed.get(key) ?? 0) >= tries);
    },
  };
}
