import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

const text = z.string().trim().max(200).default('');

/** Empty = leave as it is, a hyphen = withdraw. The use case checks the values. */
export const decideSchema = z.object({
  /** Ids apart by spaces. */
  assets: z.string().min(1, 'Choose at least one asset.'),
  unit: text,
  owner: text,
  criticality: text,
  environment: text,
  exposure: text,
  scope: text,
  status: text,
  /** A local day of the policy's zone; empty or today = now. */
  effectiveFrom: text,
});

export type DecideData = z.infer<typeof decideSchema>;
export type DecideForm = SuperValidated<DecideData, Failure>;

/** What a failure may be about. */
export const decideFields = [
  'unit',
  'owner',
  'criticality',
  'environment',
  'exposure',
  'scope',
  'status',
  'effectiveFrom',
] as const;

const names = ['unit', 'owner', 'criticality', 'environment', 'exposure', 'scope', 'status'] as const;

/** What the form decides, as the use case takes it. */
export function decisionsOf(data: DecideData) {
  return {
    assetIds: data.assets.split(/\s+/).filter(Boolean),
    effectiveFrom: data.effectiveFrom,
    decisions: names
      .filter((attribute) => data[attribute] !== '')
      .map((attribute) => ({ attribute, value: data[attribute] === '-' ? null : data[attribute] })),
  };
}
