import { AppError } from '#core/errors.ts';
import { issueResetLink, resetFactors, unlockAccount } from '#lib/server/auth/people/help-person.ts';
import { normaliseUsername } from '#lib/server/auth/sign-in.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { defineCommand } from '../command.ts';
import { printJson, printText } from '../output/print.ts';
import { refuseBesideServer } from '../source/running-instance.ts';
import { refuseWithoutData } from '../source/with-source.ts';

/** The way back in when nobody can sign in any more: from the console of the server only. */
export const usersReset = defineCommand({
  summary:
    'Let a person in again: removes the second factor and a lock, prints a reset link (while no server runs)',
  operands: 'EMAIL',
  minOperands: 1,
  options: {},
  notes: ['The link sets a new password, once and within 24 hours. All sessions of the person end.'],
  run: async ({ context, options, operands: [email = ''] }) => {
    refuseBesideServer(context, 'Use the page "People", or stop the server first.');
    refuseWithoutData(context);
    const { openLocalApp } = await import('../source/local-source.ts');
    const app = await openLocalApp(context);
    try {
      const personId = app.store.people.accountByUsername(normaliseUsername(email))?.personId;
      if (personId === undefined) throw personUnknown();
      unlockAccount(app, localOperator, personId);
      resetFactors(app, localOperator, personId);
      const link = issueResetLink(app, localOperator, personId);
      if (options.json) printJson(context.stdout, { personId, link });
      else printText(context.stdout, `${link}\nIt works once, within 24 hours, when the server runs.`);
    } finally {
      await app.close();
    }
    return 0;
  },
});

function personUnknown(): AppError {
  return new AppError({
    code: 'PERSON_UNKNOWN',
    message: 'Nobody signs in with that e-mail address.',
    remedy: 'Check the address.',
    status: 404,
  });
}
