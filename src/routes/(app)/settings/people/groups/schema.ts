import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

export const groupSchema = z.object({
  name: z.string().trim().min(1, 'Name the group.').max(80, 'At most 80 characters.').default(''),
  purpose: z.string().trim().min(1, 'Say what it is for.').max(500, 'At most 500 characters.').default(''),
});

export type GroupForm = SuperValidated<z.infer<typeof groupSchema>, Failure>;
