import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

const text = (max: number) => z.string().trim().max(max).default('');

/** What every entry has; the register's own fields are read by their names. */
export const entrySchema = z.object({
  title: text(200),
  owner: text(100),
  unit: z.string().min(1).max(100).default('*'),
  basedOn: text(64),
  /** Hashes of attached files that stay. */
  keep: z.array(z.string().max(64)).default([]),
});

export type EntryForm = SuperValidated<z.infer<typeof entrySchema>, Failure>;

export const answerSchema = z.object({
  answer: z.enum(['approved', 'returned', 'confirmed', 'change-needed', 'closed']).default('approved'),
  hash: text(64),
  reason: text(2000),
});

export type AnswerForm = SuperValidated<z.infer<typeof answerSchema>, Failure>;
