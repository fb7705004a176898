import { AppError } from '#core/errors.ts';
import type { App } from '#lib/server/app.ts';
import { createToken, listTokens, revokeToken } from '#lib/server/auth/api-tokens.ts';
import type { NewToken } from '#lib/server/auth/api-tokens.ts';
import { knownScopes, SCOPES } from '#lib/server/auth/roles.ts';
import { normaliseUsername } from '#lib/server/auth/sign-in.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { defineCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { utcMinute } from '../output/moments.ts';
import { printJson, printText } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { refuseBesideServer } from '../source/running-instance.ts';
import { saveToken, tokenFile } from '../source/user-token.ts';
import { refuseWithoutData } from '../source/with-source.ts';
import { usageError } from '../usage-error.ts';

const DEFAULT_DAYS = '90';

export const tokensList = defineCommand({
  summary: 'All API tokens (while no server runs)',
  options: {},
  run: ({ context, options }) =>
    withTokens(context, (app) => {
      const rows = listTokens(app, localOperator);
      if (options.json) printJson(context.stdout, { rows });
      else context.stdout.write(renderTable(columns, rows));
    }),
});

export const tokensCreate = defineCommand({
  summary: 'Make an API token for a person or a scanner (while no server runs)',
  options: {
    for: { type: 'string', value: 'EMAIL', summary: 'whose token: what it does is recorded as that person' },
    scanner: { type: 'string', value: 'NAME', summary: 'a scanner token instead, which can only submit' },
    name: { type: 'string', value: 'TEXT', summary: 'what it is for (command line)' },
    scopes: { type: 'string', value: 'LIST', summary: `of ${SCOPES.join(', ')}, parted by commas (read)` },
    days: { type: 'string', value: 'N', summary: `1 to 365, of a scanner 1 to 90 (${DEFAULT_DAYS})` },
    from: { type: 'string', value: 'LIST', summary: 'networks it works from, parted by commas (any)' },
    units: { type: 'string', value: 'LIST', summary: 'business units it sees at most, parted by commas' },
  },
  notes: ['Prints the token once, alone on standard output; it is stored nowhere.'],
  run: ({ context, options }) => {
    const scopes = readScopes(options.scopes ?? (options.scanner === undefined ? 'read' : 'submit'));
    const { for: email, scanner } = options;
    if ((email === undefined) === (scanner === undefined)) {
      throw usageError('tokens create needs --for or --scanner.', 'Give one of them.');
    }
    const days = Number(options.days ?? DEFAULT_DAYS);
    const parts = (list: string | undefined) => list?.split(',').map((one) => one.trim()) ?? [];
    const limits = { cidrs: parts(options.from), units: parts(options.units) };
    const wanted = { name: options.name ?? 'command line', scopes, days, ...limits };
    return withTokens(context, (app) => {
      const kind: Pick<NewToken, 'kind' | 'scanner' | 'forPersonId'> =
        email === undefined ? { kind: 'scan', scanner } : { kind: 'user', forPersonId: personOf(app, email) };
      const created = createToken(app, localOperator, { ...wanted, ...kind });
      if (options.json) printJson(context.stdout, created);
      else {
        printText(context.stdout, created.token);
        printText(
          context.stderr,
          `Token ${created.id}, until ${utcMinute(created.expiresAt)}. It is not shown again.`,
        );
      }
    });
  },
});

export const tokensRevoke = defineCommand({
  summary: 'End an API token at once (while no server runs)',
  operands: 'ID',
  minOperands: 1,
  options: {},
  run: ({ context, options, operands: [id = ''] }) =>
    withTokens(context, (app) => {
      revokeToken(app, localOperator, id);
      if (options.json) printJson(context.stdout, { id, revoked: true });
      else printText(context.stdout, `Token ${id} is revoked.`);
    }),
});

export const tokensSave = defineCommand({
  summary: 'Keep an API token from standard input for this user, to act against a running server',
  options: {},
  run: async ({ context, options }) => {
    const file = tokenFile(context.env);
    saveToken(file, await context.readStdin());
    if (options.json) printJson(context.stdout, { file });
    else printText(context.stdout, `Saved to ${file}, readable by you alone.`);
    return 0;
  },
});

const columns = [
  { title: 'Id', cell: (row: Token) => row.id },
  { title: 'Name', cell: (row: Token) => row.name },
  { title: 'For', cell: (row: Token) => row.scanner ?? row.personId },
  { title: 'Scopes', cell: (row: Token) => row.scopes.join(', ') },
  { title: 'Until', cell: (row: Token) => utcMinute(row.expiresAt) },
  { title: 'Last used', cell: (row: Token) => utcMinute(row.lastUsedAt) },
  { title: 'Revoked', cell: (row: Token) => utcMinute(row.revokedAt) },
];

type Token = ReturnType<typeof listTokens>[number];

/** Tokens are made by persons, in the browser; only the owner of the data directory may do it here. */
async function withTokens(context: CliContext, work: (app: App) => void): Promise<0> {
  refuseBesideServer(context, 'Use the page "API tokens", or stop the server first.');
  refuseWithoutData(context);
  const { openLocalApp } = await import('../source/local-source.ts');
  const app = await openLocalApp(context);
  try {
    work(app);
  } finally {
    await app.close();
  }
  return 0;
}

function personOf(app: App, email: string): string {
  const account = app.store.people.accountByUsername(normaliseUsername(email));
  if (account) return account.personId;
  throw new AppError({
    code: 'PERSON_UNKNOWN',
    message: 'Nobody signs in with that e-mail address.',
    remedy: 'Check the address; the first account is made by `patchproof users setup-link`.',
    status: 404,
  });
}

function readScopes(text: string) {
  const given = text.split(',').map((scope) => scope.trim());
  const scopes = knownScopes(given);
  const unknown = given.find((scope) => !scopes.some((known) => known === scope));
  if (unknown !== undefined) {
    throw usageError(`There is no scope "${unknown}".`, `Scopes: ${SCOPES.join(', ')}.`);
  }
  return scopes;
}
