import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { groupRuleSchema } from './group-rule.ts';

const schema = z.object({
  group: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  name: z.string().trim().min(1).max(80),
  /** Groups are tried from the lowest position; the first whose rule holds takes the asset. */
  position: z.number().int().min(0).max(100_000),
  /** null = the group is removed. */
  rule: groupRuleSchema.nullable(),
});

export type GroupInput = z.input<typeof schema>;

/** Add a group of assets, change its rule or place, or remove it. @throws AppError GROUP_INVALID */
export async function defineGroup(app: App, viewer: Viewer, input: GroupInput): Promise<{ seq: number }> {
  authorise(viewer, 'group.manage');
  const parsed = schema.safeParse(input);
  if (!parsed.success || parsed.data.group === 'none') {
    throw new AppError({
      code: 'GROUP_INVALID',
      message: 'The group cannot be saved as it is.',
      remedy:
        'Give it a short name of a-z, 0-9 and hyphens, a name to show, a place, and known values in its rule.',
      where: { field: String(parsed.error?.issues[0]?.path.join('.') ?? 'group') },
    });
  }
  const event = app.store.transaction(() =>
    app.store.log.append({
      kind: 'group.defined',
      object: `group/${parsed.data.group}`,
      body: parsed.data,
      actor: viewer.personId,
      via: viewer.via,
    }),
  );
  await app.warehouse.catchUp();
  return { seq: event.seq };
}
