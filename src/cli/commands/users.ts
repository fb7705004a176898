import { z } from 'zod';
import { defineCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { printJson, printText } from '../output/print.ts';
import { findRunningInstance } from '../source/running-instance.ts';

const answerSchema = z.object({ link: z.string(), expiresAt: z.string() });

export const setupLink = defineCommand({
  summary: 'A new one-time link that makes the first administrator',
  options: {},
  notes: [
    'Earlier links are void from then on. It works once, within 24 hours, while there is no administrator.',
  ],
  run: async ({ context, options }) => {
    const { link, expiresAt } = await newLink(context);
    if (options.json) printJson(context.stdout, { link, expiresAt });
    else printText(context.stdout, `${link}\nIt works once, until ${expiresAt}.`);
    return 0;
  },
});

async function newLink(context: CliContext): Promise<z.infer<typeof answerSchema>> {
  const instance = findRunningInstance(context);
  if (instance) {
    const { callControl } = await import('../source/server-source.ts');
    return answerSchema.parse(await callControl(context, instance, 'POST'));
  }
  const { openLocalApp } = await import('../source/local-source.ts');
  const { issueSetupLink } = await import('#lib/server/auth/setup-link.ts');
  const { localOperator } = await import('#lib/server/auth/viewer.ts');
  const app = await openLocalApp(context);
  try {
    const { personId: actor, via } = localOperator;
    const { token, expiresAt } = issueSetupLink(app, { actor, via });
    return { link: `${app.config.origin}/setup/${token}`, expiresAt: new Date(expiresAt).toISOString() };
  } finally {
    await app.close();
  }
}
