import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

export const controlSchema = z.object({
  name: z.string().trim().min(3, 'Give it a name.').max(200).default(''),
  owner: z.string().min(1, 'Choose who answers for it.').max(100).default(''),
  effect: z.string().trim().min(10, 'Say what it does, in ten characters or more.').max(2000).default(''),
  /** The use case checks that it is a duration. */
  interval: z.string().trim().min(1, 'Say how often it is validated.').max(20).default('P30D'),
  unit: z.string().min(1).max(100).default('*'),
});

export type ControlForm = SuperValidated<z.infer<typeof controlSchema>, Failure>;

export const validationSchema = z.object({
  answer: z.enum(['passed', 'failed', 'retired']).default('passed'),
  note: z.string().trim().min(10, 'Say what was found, in ten characters or more.').max(2000).default(''),
  /** One per line; a retirement needs none. */
  evidence: z.string().trim().max(10_000).default(''),
});

export type ValidationForm = SuperValidated<z.infer<typeof validationSchema>, Failure>;
