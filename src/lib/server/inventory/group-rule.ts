import { z } from 'zod';
import { assetClasses, attributeValues } from './asset-attributes.ts';

const texts = z.array(z.string().min(1).max(60)).min(1).max(50);
const choices = <T extends string>(values: readonly [T, ...T[]]) => z.array(z.enum(values)).min(1);

/** What an asset must be like to fall into a group: all that is given must hold, any value of a list will do. */
export const groupRuleSchema = z
  .strictObject({
    os: texts.optional(),
    class: choices(assetClasses).optional(),
    unit: texts.optional(),
    environment: choices(attributeValues.environment).optional(),
    exposure: choices(attributeValues.exposure).optional(),
    criticality: choices(attributeValues.criticality).optional(),
    scope: choices(attributeValues.scope).optional(),
  })
  .readonly();

export type GroupRule = z.infer<typeof groupRuleSchema>;
