import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

export const answerSchema = z.object({
  id: z.array(z.string()).default([]),
  answer: z.enum(['approved', 'refused', 'withdrawn', 'reversed']).default('approved'),
  /** Not needed to approve; the use cases check it. */
  reason: z.string().max(2000).default(''),
});

export type AnswerForm = SuperValidated<z.infer<typeof answerSchema>, Failure>;
