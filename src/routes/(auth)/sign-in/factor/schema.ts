import { z } from 'zod';

/** Either of the two is given. */
export const factorSchema = z.object({
  code: z.string().trim().max(100).default(''),
  passkey: z.string().max(20_000).default(''),
});
