import { authorise } from '#lib/server/auth/authorise.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { defineCommand } from '../command.ts';
import { printJson, printText } from '../output/print.ts';
import { refuseBesideServer } from '../source/running-instance.ts';
import { refuseWithoutData } from '../source/with-source.ts';

export const rebuild = defineCommand({
  summary: 'Make the warehouse anew from the log and the artifacts',
  options: {},
  notes: ['Nothing is lost by it: the warehouse holds only what follows from the log.'],
  run: async ({ context, options }) => {
    refuseWithoutData(context);
    refuseBesideServer(context, 'Stop the server, then rebuild.');
    const { openLocalApp } = await import('../source/local-source.ts');
    const app = await openLocalApp(context);
    try {
      authorise(localOperator, 'system.rebuild');
      const events = await app.warehouse.rebuild();
      if (options.json) printJson(context.stdout, { events });
      else printText(context.stdout, `The warehouse is rebuilt from ${events} events.`);
    } finally {
      await app.close();
    }
    return 0;
  },
});
