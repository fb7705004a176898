import { countOf } from '#lib/format/numbers.ts';
import type { Mail } from '../mail/mailer.ts';
import type { Reminder } from './collect-reminders.ts';

const subjects: Readonly<Record<Reminder['about'], string>> = {
  exception: 'exception ends',
  condition: 'condition of an exception is due',
  register: 'review of a register entry is due',
};

const meanings: Readonly<Record<Reminder['about'], string>> = {
  exception:
    'After that day what it covers is back in the queue with its age and its deadline. A renewal is asked for anew.',
  condition: 'A condition that is not confirmed as met by then suspends the exception.',
  register: 'It has to be looked at again by then, or it counts as overdue.',
};

/** What a reminder says. It names the thing and where to look; the rest is read after signing in. */
export function reminderMail(
  { about, object, title, due, days, path }: Reminder,
  origin: string,
): Pick<Mail, 'subject' | 'text'> {
  const lines = [
    `${object}, ${title}`,
    `Last day: ${due} (${countOf(days, 'day')} or less).`,
    meanings[about],
    `${origin}${path}`,
    'You get this because you asked for it, approved it or answer for it.',
  ];
  return { subject: `${object}: ${subjects[about]} on ${due}`, text: `${lines.join('\n\n')}\n` };
}
