import { z } from 'zod';

export const signInSchema = z.object({
  email: z.string().trim().min(1, 'Type your e-mail address.').max(254),
  password: z.string().min(1, 'Type your password.').max(1024),
});
