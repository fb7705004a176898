import { z } from 'zod';

export const passwordSchema = z.object({
  current: z.string().min(1, 'Type the password you have.').max(1024),
  password: z.string().min(1, 'Choose a password.').max(1024),
});

export const removeSchema = z.object({
  which: z.string().max(1400),
  password: z.string().max(1024).default(''),
  code: z.string().trim().max(100).default(''),
  passkey: z.string().max(20_000).default(''),
});

export type PasswordForm = z.infer<typeof passwordSchema>;
export type RemoveForm = z.infer<typeof removeSchema>;
