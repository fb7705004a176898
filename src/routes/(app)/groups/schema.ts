import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import type { GroupRule } from '#lib/server/inventory/group-rule.ts';

const texts = z.array(z.string()).default([]);

export const groupSchema = z.object({
  name: z.string().trim().min(1, 'Give it a name.').max(80, 'At most 80 characters.'),
  group: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Use a-z, 0-9 and hyphens, at most 40.')
    .refine((text) => text !== 'none', 'This name means: in no group.'),
  position: z.number().int().min(0).max(100_000).default(0),
  /** System ids apart by commas or spaces. */
  os: z.string().max(400).default(''),
  class: texts,
  unit: texts,
  environment: texts,
  exposure: texts,
  criticality: texts,
  scope: texts,
});

export type GroupData = z.infer<typeof groupSchema>;
export type GroupForm = SuperValidated<GroupData, Failure>;

const choices = ['class', 'unit', 'environment', 'exposure', 'criticality', 'scope'] as const;

/** The rule that a form describes: what was left empty does not count. The use case checks its values. */
export function ruleOf(data: GroupData): Record<string, string[]> {
  const os = data.os.split(/[\s,]+/).filter(Boolean);
  const chosen = choices.filter((key) => data[key].length > 0).map((key) => [key, data[key]] as const);
  return Object.fromEntries([...(os.length > 0 ? [['os', os] as const] : []), ...chosen]);
}

/** A group as its form shows it. */
export function groupData(row: {
  group: string;
  name: string;
  position: number;
  rule: GroupRule;
}): GroupData {
  const { os, class: classes, unit, environment, exposure, criticality, scope } = row.rule;
  return {
    name: row.name,
    group: row.group,
    position: row.position,
    os: (os ?? []).join(', '),
    class: [...(classes ?? [])],
    unit: [...(unit ?? [])],
    environment: [...(environment ?? [])],
    exposure: [...(exposure ?? [])],
    criticality: [...(criticality ?? [])],
    scope: [...(scope ?? [])],
  };
}
