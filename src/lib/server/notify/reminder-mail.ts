import { countOf } from '#lib/format/numbers.ts';
import type { Mail } from '../mail/mailer.ts';
import type { Reminder } from './reminder.ts';

const subjects: Readonly<Record<Exclude<Reminder['about'], 'lapse'>, string>> = {
  exception: 'exception ends',
  condition: 'condition of an exception is due',
  register: 'review of a register entry is due',
  control: 'validation of a control is due',
};

const lapses: Readonly<Record<string, string>> = {
  missed: 'control was not validated; its last day was',
  failed: 'control failed its validation',
  retired: 'control was retired',
};

const meanings: Readonly<Record<Reminder['about'], string>> = {
  exception:
    'After that day what it covers is back in the queue with its age and its deadline. A renewal is asked for anew.',
  condition: 'A condition that is not confirmed as met by then suspends the exception.',
  register: 'It has to be looked at again by then, or it counts as overdue.',
  control: 'A control that is not validated by then suspends the exceptions that rest on it.',
  lapse:
    'The exceptions that rested on it are suspended: what they covered is back in the queue with its age and its deadline. Another validation does not bring them back; a renewal is asked for anew.',
};

/** What a reminder says. It names the thing and where to look; the rest is read after signing in. */
export function reminderMail(reminder: Reminder, origin: string): Pick<Mail, 'subject' | 'text'> {
  const { about, object, title, path } = reminder;
  const lines = [
    `${object}, ${title}`,
    dayOf(reminder),
    meanings[about],
    `${origin}${path}`,
    about === 'lapse' || about === 'control'
      ? 'You get this because you answer for the control or asked for an exception that rests on it.'
      : 'You get this because you asked for it, approved it or answer for it.',
  ];
  return { subject: `${object}: ${subjectOf(reminder)}`, text: `${lines.join('\n\n')}\n` };
}

function subjectOf({ about, part, due }: Reminder): string {
  if (about !== 'lapse') return `${subjects[about]} on ${due}`;
  return part === 'missed' ? `${lapses[part]} ${due}` : `${lapses[part]} on ${due}`;
}

function dayOf({ days, due }: Reminder): string {
  return days === 0
    ? `Last day on which it held: ${due}.`
    : `Last day: ${due} (${countOf(days, 'day')} or less).`;
}
