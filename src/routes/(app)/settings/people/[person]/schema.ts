import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

/** The use cases check the values. */
export const roleSchema = z.object({
  role: z.string().trim().max(40).default('analyst'),
  unit: z.string().trim().max(40).default('*'),
});

export const eraseSchema = z.object({ reason: z.string().trim().max(500).default('') });

export type RoleForm = SuperValidated<z.infer<typeof roleSchema>, Failure>;
export type EraseForm = SuperValidated<z.infer<typeof eraseSchema>, Failure>;

/** Which of the page's two forms came back. */
export function isErasure(form: RoleForm | EraseForm): form is EraseForm {
  return 'reason' in form.data;
}
