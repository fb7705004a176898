import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

export const unitSchema = z.object({
  name: z.string().trim().min(1, 'Give it a name.').max(80, 'At most 80 characters.'),
  unit: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Use a-z, 0-9 and hyphens, at most 40.'),
});

export type UnitForm = SuperValidated<z.infer<typeof unitSchema>, Failure>;
