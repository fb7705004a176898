import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { FieldProblem } from '#core/exception/check-content.ts';
import { exceptionAims, worksheetFields } from '#core/exception/exception-content.ts';
import type { EvidenceFile, ExceptionContent } from '#core/exception/exception-content.ts';

const long = z.string().trim().max(4000);
const name = z.string().trim().min(1).max(1000).nullable();
const worksheet = z.object(
  Object.fromEntries(worksheetFields.map((field) => [field, long])) as Record<
    (typeof worksheetFields)[number],
    typeof long
  >,
);

/** A draft may lack anything; what a request needs is checked when it is asked for. */
const draft = z.strictObject({
  title: z.string().trim().max(200),
  aim: z.enum(exceptionAims),
  scope: z.strictObject({
    findings: z.array(z.string().min(1).max(100)).max(10_000),
    unit: name,
    asset: name,
    fix: name,
    product: name,
    rank: z.enum(['severe', 'high', 'medium', 'low']).nullable(),
    catchesFuture: z.boolean(),
  }),
  reason: long,
  risk: long,
  rationale: long,
  workaround: long,
  worksheet,
  until: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullable(),
  controls: z.array(z.string().min(1).max(50)).max(20),
  renews: z.string().min(1).max(50).nullable(),
});

export type DraftInput = z.input<typeof draft>;

/** Checks a draft from outside. @throws AppError EXCEPTION_INVALID with the fields */
export function readDraft(input: unknown, evidence: readonly EvidenceFile[]): ExceptionContent {
  const parsed = draft.safeParse(input);
  if (parsed.success) return { ...parsed.data, evidence };
  throw invalidFields(
    parsed.error.issues.map(({ path, message }) => ({ field: String(path.at(-1) ?? 'draft'), message })),
  );
}

/** One failure that tells what is wrong with each field. */
export function invalidFields(problems: readonly FieldProblem[]): AppError {
  const [first] = problems;
  return new AppError({
    code: 'EXCEPTION_INVALID',
    message: `Not complete yet: ${problems.map(({ field }) => field).join(', ')}.`,
    remedy: 'Correct what is marked and ask again.',
    where: {
      field: first?.field ?? 'draft',
      ...Object.fromEntries(problems.map(({ field, message }) => [`problem.${field}`, message])),
    },
  });
}
