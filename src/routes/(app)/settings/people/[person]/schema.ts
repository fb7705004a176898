import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import type { RoleForm } from '../schema.ts';

/** The use case checks the values. */
export const eraseSchema = z.object({ reason: z.string().trim().max(500).default('') });

export type EraseForm = SuperValidated<z.infer<typeof eraseSchema>, Failure>;

/** Which of the page's two forms came back. */
export function isErasure(form: RoleForm | EraseForm): form is EraseForm {
  return 'reason' in form.data;
}

export const helps = ['factors', 'link', 'unlock', 'close', 'open'] as const;
export type Help = (typeof helps)[number];
