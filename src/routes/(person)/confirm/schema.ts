import { z } from 'zod';

export const confirmSchema = z.object({
  password: z.string().max(1024).default(''),
  code: z.string().trim().max(100).default(''),
  passkey: z.string().max(20_000).default(''),
});
