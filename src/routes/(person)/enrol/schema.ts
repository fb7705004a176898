import { z } from 'zod';

export const enrolSchema = z.object({
  code: z.string().trim().max(100).default(''),
  passkey: z.string().max(20_000).default(''),
  name: z.string().trim().max(60).default(''),
});

export type EnrolForm = z.infer<typeof enrolSchema>;
