import type { App } from '#lib/server/app.ts';
import { authorise } from '#lib/server/auth/authorise.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { defineGroup } from '#lib/server/inventory/define-group.ts';
import type { GroupInput } from '#lib/server/inventory/define-group.ts';
import { groupRuleSchema } from '#lib/server/inventory/group-rule.ts';
import { listGroups } from '#lib/server/inventory/list-groups.ts';
import type { GroupData } from './schema.ts';
import { ruleOf } from './schema.ts';

const STEP = 10;
const text = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
};

async function groupsOf(app: App, viewer: Viewer) {
  const { rows } = await listGroups(app, viewer, {});
  return rows.flatMap(({ group, name, position, rule }) =>
    group === null ? [] : [{ group, name, position, rule }],
  );
}

/** Adds a group at the end, or changes one where it stands. @throws AppError GROUP_INVALID */
export async function saveGroup(app: App, viewer: Viewer, data: GroupData): Promise<void> {
  const groups = await groupsOf(app, viewer);
  const place = groups.find(({ group }) => group === data.group)?.position;
  const position = place ?? Math.max(0, ...groups.map((one) => one.position)) + STEP;
  const input = { group: data.group, name: data.name, position, rule: ruleOf(data) };
  // The use case reads the rule with its own schema, which knows the values.
  await defineGroup(app, viewer, input as GroupInput);
}

/** One place up or down: all groups keep their order and get even places. */
export async function moveGroup(app: App, viewer: Viewer, form: FormData): Promise<void> {
  authorise(viewer, 'group.manage');
  const groups = await groupsOf(app, viewer);
  const from = groups.findIndex(({ group }) => group === text(form, 'group'));
  const to = text(form, 'to') === 'up' ? from - 1 : from + 1;
  const [moved, other] = [groups[from], groups[to]];
  if (!moved || !other) return;
  const order = groups.with(from, other).with(to, moved);
  for (const [place, group] of order.entries()) {
    const position = (place + 1) * STEP;
    if (group.position !== position) await defineGroup(app, viewer, { ...group, position });
  }
}

/** Removes a group, and says what it was so that it can be defined again. */
export async function removeGroup(app: App, viewer: Viewer, form: FormData) {
  authorise(viewer, 'group.manage');
  const found = (await groupsOf(app, viewer)).find(({ group }) => group === text(form, 'group'));
  if (!found) return null;
  await defineGroup(app, viewer, { ...found, rule: null });
  return { name: found.name, definition: JSON.stringify(found) };
}

/** Defines a removed group again, as it was. @throws AppError GROUP_INVALID */
export async function restoreGroup(app: App, viewer: Viewer, form: FormData): Promise<void> {
  authorise(viewer, 'group.manage');
  const given: unknown = JSON.parse(text(form, 'definition') || '{}');
  const parsed = groupInput(given);
  if (parsed) await defineGroup(app, viewer, parsed);
}

function groupInput(given: unknown): GroupInput | null {
  if (!given || typeof given !== 'object' || !('rule' in given)) return null;
  const rule = groupRuleSchema.safeParse(given.rule);
  return rule.success ? ({ ...given, rule: rule.data } as GroupInput) : null;
}
