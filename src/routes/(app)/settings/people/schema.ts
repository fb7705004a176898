import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

export const inviteSchema = z.object({
  name: z.string().trim().min(1, 'Type a name.').max(200),
  email: z.string().trim().min(1, 'Type an e-mail address.').max(254),
  role: z
    .enum(['administrator', 'ciso', 'analyst', 'manager', 'owner', 'operator', 'auditor'])
    .default('analyst'),
  unit: z.string().trim().max(40).default('*'),
});

export type InviteForm = z.infer<typeof inviteSchema>;

/** Given to a person or to a group; the use cases check the values. */
export const roleSchema = z.object({
  role: z.string().trim().max(40).default('analyst'),
  unit: z.string().trim().max(40).default('*'),
});

export type RoleForm = SuperValidated<z.infer<typeof roleSchema>, Failure>;
