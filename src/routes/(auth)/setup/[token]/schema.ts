import { z } from 'zod';

/** Shape only: what a password must be is decided where it is set. */
export const setupSchema = z.object({
  name: z.string().trim().min(1, 'Type your name.').max(200),
  email: z.string().trim().min(1, 'Type your e-mail address.').max(254),
  password: z.string().min(1, 'Choose a password.').max(1024),
});
