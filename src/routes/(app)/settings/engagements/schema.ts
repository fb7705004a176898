import { z } from 'zod';

/** The use case checks the values. */
export const engagementSchema = z.object({
  name: z.string().trim().min(1, 'Name the engagement.').max(200).default(''),
  units: z.array(z.string().max(40)).default([]),
  auditors: z.array(z.string().max(60)).default([]),
  from: z.string().trim().max(10).default(''),
  until: z.string().trim().max(10).default(''),
});

export type EngagementForm = z.infer<typeof engagementSchema>;
