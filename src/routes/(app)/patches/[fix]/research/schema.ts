import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

const long = z.string().trim().max(10_000).default('');

/** The use cases check the values. */
export const researchSchema = z.object({
  issue: z.string().trim().min(10, 'Say what it is for, in ten characters or more.').max(2000).default(''),
  /** One per line; none are documented when it is empty. */
  effects: long,
  /** One per line. */
  sources: z.string().trim().min(1, 'Name at least one source.').max(10_000).default(''),
});

export const ratingSchema = z.object({
  rating: z.string().min(1, 'Choose a rating.').default(''),
  basis: z.string().min(1, 'Choose what it rests on.').default('research'),
  reference: z.string().trim().max(500).default(''),
  reason: z.string().trim().min(10, 'Say why, in ten characters or more.').max(2000).default(''),
});

export type ResearchForm = SuperValidated<z.infer<typeof researchSchema>, Failure>;
export type RatingForm = SuperValidated<z.infer<typeof ratingSchema>, Failure>;

/** Which of the page's two forms came back. */
export function isResearch(form: ResearchForm | RatingForm): form is ResearchForm {
  return 'issue' in form.data;
}
