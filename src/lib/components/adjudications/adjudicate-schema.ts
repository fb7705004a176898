import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

/** The use cases check the values. */
export const adjudicateSchema = z.object({
  verdict: z.string().min(1, 'Choose one.').default(''),
  everywhere: z.boolean().default(false),
  reason: z.string().trim().min(10, 'Say why, in ten characters or more.').max(2000).default(''),
  /** One per line. */
  evidence: z.string().trim().min(1, 'Name at least one piece of evidence.').max(10_000).default(''),
});

export type AdjudicateForm = SuperValidated<z.infer<typeof adjudicateSchema>, Failure>;

/** What a failure may be about. */
export const adjudicateFields = ['verdict', 'reason', 'evidence'] as const;
