import { z } from 'zod';

/** The use case checks the values. */
export const awaySchema = z.object({
  delegate: z.string().trim().min(1, 'Choose a person.').max(60).default(''),
  from: z.string().trim().max(10).default(''),
  until: z.string().trim().max(10).default(''),
});

export type AwayForm = z.infer<typeof awaySchema>;
