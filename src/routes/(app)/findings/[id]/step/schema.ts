import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

const text = (message: string) => z.string().trim().min(5, message).max(2000).default('');

/** The use case checks the values again. */
export const verifySchema = z.object({
  checked: text('Say what was checked, in five characters or more.'),
  how: text('Say how, in five characters or more.'),
  when: z.string().trim().min(1, 'Say when.').default(''),
  evidence: text('Name the evidence, in five characters or more.'),
});

export const doubtSchema = z.object({ reason: text('Say why, in five characters or more.') });

export type VerifyForm = SuperValidated<z.infer<typeof verifySchema>, Failure>;
export type DoubtForm = SuperValidated<z.infer<typeof doubtSchema>, Failure>;

/** What a failure may be about. */
export const verifyFields = ['checked', 'how', 'when', 'evidence'] as const;
