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

export type SaidForm = SuperValidated<{ version: number; text: string }, Failure>;
