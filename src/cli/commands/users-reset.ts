import { issueResetLink, resetFactors, unlockAccount } from '#lib/server/auth/people/help-person.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { defineCommand } from '../command.ts';
import { printJson, printText } from '../output/print.ts';
import { personNamed, withPeople } from './with-people.ts';

/** The way back in when nobody can sign in any more: from the console of the server only. */
export const usersReset = defineCommand({
  summary:
    'Let a person in again: removes the second factor and a lock, prints a reset link (while no server runs)',
  operands: 'EMAIL',
  minOperands: 1,
  options: {},
  notes: ['The link sets a new password, once and within 24 hours. All sessions of the person end.'],
  run: ({ context, options, operands: [email = ''] }) =>
    withPeople(context, (app) => {
      const personId = personNamed(app, email);
      unlockAccount(app, localOperator, personId);
      resetFactors(app, localOperator, personId);
      const link = issueResetLink(app, localOperator, personId);
      if (options.json) printJson(context.stdout, { personId, link });
      else printText(context.stdout, `${link}\nIt works once, within 24 hours, when the server runs.`);
    }),
});
