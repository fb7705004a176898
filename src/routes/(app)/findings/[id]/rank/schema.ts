import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

/** The use case checks the values. */
export const rankSchema = z.object({
  to: z.string().min(1, 'Choose a rank.').default(''),
  everywhere: z.boolean().default(false),
  reason: z.string().trim().min(10, 'Say why, in ten characters or more.').max(2000).default(''),
  /** One per line. */
  evidence: z.string().trim().min(1, 'Name at least one piece of evidence.').max(10_000).default(''),
});

export type RankData = z.infer<typeof rankSchema>;
export type RankForm = SuperValidated<RankData, Failure>;

/** What a failure may be about. */
export const rankFields = ['to', 'reason', 'evidence'] as const;
