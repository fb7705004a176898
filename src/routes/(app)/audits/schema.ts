import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';

const text = (max: number) => z.string().trim().max(max).default('');

export const requestSchema = z.object({
  engagement: text(100),
  title: text(200),
  text: text(2000),
  requirement: text(100),
  about: text(1000),
  unit: text(100),
  due: text(10),
});

export type RequestForm = SuperValidated<z.infer<typeof requestSchema>, Failure>;

const version = z.coerce.number().int().min(0).default(0);

export const answerSchema = z.object({ version, text: text(2000) });

export const decisionSchema = z.object({
  version,
  decision: z.enum(['accepted', 'returned', 'withdrawn']).default('accepted'),
  text: text(2000),
});

export const sampleSchema = z.object({
  engagement: text(100),
  title: text(200),
  requirement: text(100),
  population: text(40),
  unit: text(100),
  from: text(10),
  until: text(10),
  rank: text(10),
  scope: text(20),
  q: text(200),
  size: z.coerce.number().int().default(5),
  seed: text(100),
});

export type SampleForm = SuperValidated<z.infer<typeof sampleSchema>, Failure>;

export const commentSchema = z.object({ engagement: text(100), about: text(1000), text: text(2000) });

export type CommentForm = SuperValidated<z.infer<typeof commentSchema>, Failure>;

export const takeBackSchema = z.object({ id: text(40), reason: text(2000) });

export type TakeBackForm = SuperValidated<z.infer<typeof takeBackSchema>, Failure>;

export const resultSchema = z.object({ item: text(200), result: text(20), note: text(2000) });

export type ResultForm = SuperValidated<z.infer<typeof resultSchema>, Failure>;

export type SaidForm = SuperValidated<{ version: number; text: string }, Failure>;
