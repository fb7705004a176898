import { z } from 'zod';

export const inviteSchema = z.object({
  name: z.string().trim().min(1, 'Type a name.').max(200),
  email: z.string().trim().min(1, 'Type an e-mail address.').max(254),
  role: z
    .enum(['administrator', 'ciso', 'analyst', 'manager', 'owner', 'operator', 'auditor'])
    .default('analyst'),
  unit: z.string().trim().max(40).default('*'),
});

export type InviteForm = z.infer<typeof inviteSchema>;

export const helps = ['factors', 'link', 'unlock', 'close', 'open'] as const;
export type Help = (typeof helps)[number];
