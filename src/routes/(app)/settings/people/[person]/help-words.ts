import { helps, type Help } from './schema.ts';

interface Words {
  /** On the button. */
  readonly button: string;
  /** Before it is done. */
  readonly question: (name: string) => string;
  readonly consequence: string;
  readonly done: string;
}

export const helpWords: Record<Help, Words> = {
  factors: {
    button: 'Reset factor',
    question: (name) => `Remove every second factor of ${name}?`,
    consequence:
      'Make sure it is really this person who asks. All their sessions end; they add a new factor next time.',
    done: 'The second factor is reset.',
  },
  link: {
    button: 'Reset link',
    question: (name) => `Make a link that sets a new password for ${name}?`,
    consequence:
      'Make sure it is really this person who asks. Earlier links are void; the second factor stays.',
    done: '',
  },
  unlock: {
    button: 'Unlock',
    question: (name) => `Open the account of ${name} before its 30 minutes are over?`,
    consequence: 'Ask first whether it was this person who typed the wrong passwords.',
    done: 'The account is open again.',
  },
  close: {
    button: 'Close account',
    question: (name) => `Close the account of ${name}?`,
    consequence: 'Sessions end at once and tokens stop working. The record of what they did stays.',
    done: 'The account is closed.',
  },
  open: {
    button: 'Open account',
    question: (name) => `Open the account of ${name} again?`,
    consequence: 'They sign in with the password and factor they had.',
    done: 'The account is open again.',
  },
};

export function helpOf(text: string | null): Help | undefined {
  return helps.find((one) => one === text);
}
