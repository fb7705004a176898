import { z } from 'zod';
import type { App } from '#lib/server/app.ts';

const body = z.object({ by: z.string(), roles: z.array(z.object({ role: z.string(), unit: z.string() })) });

/** What the log says of changed roles, in order. */
export function changed({ store }: App) {
  const events = store.log.read(0, 10_000).filter(({ kind }) => kind === 'person.roles-changed');
  return events.map((event) => {
    const { by, roles } = body.parse(event.body);
    return { by, roles: roles.map(({ role, unit }) => `${role} ${unit}`), actor: event.actor };
  });
}
