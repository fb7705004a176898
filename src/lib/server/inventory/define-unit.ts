import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

const schema = z.object({
  /** Short and lasting: it stands in addresses and in people's access. */
  unit: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  name: z.string().trim().min(1).max(80),
});

export type UnitInput = z.input<typeof schema>;

/** Add a business unit, or rename it. Its assets come to it by decision. @throws AppError UNIT_INVALID */
export async function defineUnit(app: App, viewer: Viewer, input: UnitInput): Promise<{ seq: number }> {
  authorise(viewer, 'unit.manage');
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new AppError({
      code: 'UNIT_INVALID',
      message: 'A business unit needs a short name and a name to show.',
      remedy: 'Use a-z, 0-9 and hyphens for the short name (at most 40), and at most 80 characters to show.',
      where: { field: String(parsed.error.issues[0]?.path[0] ?? 'unit') },
    });
  }
  const event = app.store.transaction(() =>
    app.store.log.append({
      kind: 'unit.defined',
      object: `unit/${parsed.data.unit}`,
      body: parsed.data,
      actor: viewer.personId,
      via: viewer.via,
    }),
  );
  await app.warehouse.catchUp();
  return { seq: event.seq };
}
