import { z } from 'zod';

export const forgotSchema = z.object({
  email: z.string().trim().min(1, 'Type your e-mail address.').max(254),
});
