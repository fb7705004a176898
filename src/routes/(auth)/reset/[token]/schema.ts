import { z } from 'zod';

export const resetSchema = z.object({
  password: z.string().min(1, 'Choose a password.').max(1024),
});
