import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import type { Failure } from '#core/errors.ts';
import { worksheetFields } from '#core/exception/exception-content.ts';

const text = (max: number) => z.string().trim().max(max).default('');

/** A draft may lack anything; the use case says what a request still needs. */
export const exceptionSchema = z.object({
  /** Empty = a new one. */
  id: text(50),
  title: text(200),
  aim: z.enum(['later', 'never']).default('later'),
  reason: text(4000),
  risk: text(4000),
  rationale: text(4000),
  workaround: text(4000),
  constraints: text(4000),
  definition: text(4000),
  objective: text(4000),
  identifiedRisk: text(4000),
  validation: text(4000),
  maintenance: text(4000),
  until: z.union([z.literal(''), z.iso.date('Choose a day.')]).default(''),
  controls: z.array(z.string().max(50)).default([]),
  /** Hashes of attached files that stay. */
  keep: z.array(z.string().max(64)).default([]),
  renews: text(50),
  step: z.enum(['save', 'request']).default('save'),
});

export type ExceptionData = z.infer<typeof exceptionSchema>;
export type ExceptionForm = SuperValidated<ExceptionData, Failure>;

/** What a failure may be about. */
export const exceptionFields = [
  'title',
  'reason',
  'risk',
  'rationale',
  'workaround',
  'until',
  'controls',
  'renews',
  ...worksheetFields,
] as const;

export const decisionSchema = z.object({
  answer: z
    .enum([
      'approved',
      'change-requested',
      'refused',
      'assessed',
      'withdrawn',
      'revoked',
      'suspended',
      'condition-met',
    ])
    .default('approved'),
  reason: z.string().max(2000).default(''),
  hash: z.string().max(64).default(''),
  until: z.string().max(10).default(''),
  recommendation: z.string().max(20).default(''),
  /** Of an approval: what has to be met, and by which day, line by line; empty ones are none. */
  conditions: z.array(z.string().max(500)).max(10).default([]),
  conditionDue: z.array(z.string().max(10)).max(10).default([]),
  /** Of a confirmation: which condition. */
  condition: z.string().max(50).default(''),
});

export type DecisionForm = SuperValidated<z.infer<typeof decisionSchema>, Failure>;
