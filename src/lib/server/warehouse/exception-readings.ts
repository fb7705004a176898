import { z } from 'zod';
import type { ControlEvent } from '#core/control/control-event.ts';
import { exceptionAims, worksheetFields } from '#core/exception/exception-content.ts';
import type { ExceptionContent } from '#core/exception/exception-content.ts';
import type { ExceptionEvent } from '#core/exception/exception-event.ts';
import { recommendations } from '#core/exception/exception-event.ts';
import { approverRoles } from '#core/exception/exception-limits.ts';
import { ranks } from '#core/policy/rank.ts';
import type { AppliedEvent } from './evidence.ts';

const text = z.string();
const orNull = z.string().nullable();
const worksheet = z.object(
  Object.fromEntries(worksheetFields.map((field) => [field, text])) as Record<
    (typeof worksheetFields)[number],
    typeof text
  >,
);

const content: z.ZodType<ExceptionContent> = z.object({
  title: text,
  aim: z.enum(exceptionAims),
  scope: z.object({
    findings: z.array(text),
    unit: orNull,
    asset: orNull,
    fix: orNull,
    product: orNull,
    rank: orNull,
    catchesFuture: z.boolean(),
  }),
  reason: text,
  risk: text,
  rationale: text,
  workaround: text,
  worksheet,
  until: orNull,
  controls: z.array(text),
  evidence: z.array(z.object({ sha256: text, name: text, type: text, bytes: z.number() })),
  renews: orNull,
});

const drafted = z.object({ content });
const reasoned = z.object({ reason: text });
const target = z.object({ findingId: text, assetId: text });
const requested = z.object({ hash: text, targets: z.array(target) });
const assessed = z.object({ recommendation: z.enum(recommendations), reason: text });
const roles = z.array(z.enum(approverRoles));
const condition = z.object({ id: text, text, due: text, lapsesAt: z.number() });
const approved = z.object({
  hash: text,
  reason: text,
  until: text,
  expiresAt: z.number(),
  level: z.enum(ranks),
  roles,
  seats: z.array(roles),
  conditions: z.array(condition).optional(),
});
const conditionMet = z.object({ condition: text, reason: text });

type Reading = (body: unknown) => Omit<ExceptionEvent, 'at' | 'person'>;

/** What each kind of event of the log says of an exception. */
const readings: Readonly<Record<string, Reading>> = {
  'exception.drafted': (body) => ({ kind: 'drafted', ...drafted.parse(body) }),
  'exception.edited': (body) => ({ kind: 'edited', ...drafted.parse(body) }),
  'exception.requested': (body) => ({ kind: 'requested', ...requested.parse(body) }),
  'exception.assessed': (body) => ({ kind: 'assessed', ...assessed.parse(body) }),
  'exception.change-requested': (body) => ({ kind: 'change-requested', ...reasoned.parse(body) }),
  'exception.approved': (body) => ({ kind: 'approved', ...approved.parse(body) }),
  'exception.refused': (body) => ({ kind: 'refused', ...reasoned.parse(body) }),
  'exception.withdrawn': (body) => ({ kind: 'withdrawn', ...reasoned.parse(body) }),
  'exception.revoked': (body) => ({ kind: 'revoked', ...reasoned.parse(body) }),
  'exception.suspended': (body) => ({ kind: 'suspended', ...reasoned.parse(body) }),
  'exception.condition-met': (body) => ({ kind: 'condition-met', ...conditionMet.parse(body) }),
};

const named = z.object({ exceptionId: text, onBehalfOf: text.optional() });
const namedControl = z.object({ controlId: text });
const controlContent = z.object({ name: text, owner: text, effect: text, interval: text, unit: text });
const validation = z.object({ result: z.enum(['passed', 'failed']), note: text, evidence: z.array(text) });

/** The exception that an event is about, and what it says; null = it is about none. */
export function readExceptionEvent({ kind, body, actor, recordedAt }: AppliedEvent) {
  const read = readings[kind];
  if (!read) return null;
  const said = { at: Date.parse(recordedAt), person: actor ?? '' };
  const { exceptionId, onBehalfOf } = named.parse(body);
  const person = onBehalfOf === undefined ? said : { ...said, onBehalfOf };
  return { exceptionId, event: { ...read(body), ...person } as ExceptionEvent };
}

/** The control that an event is about, and what it says; null = it is about none. */
export function readControlEvent({ kind, body, actor, recordedAt }: AppliedEvent) {
  const said = { at: Date.parse(recordedAt), person: actor ?? '' };
  const events: Readonly<Record<string, () => ControlEvent>> = {
    'control.defined': () => ({
      kind: 'defined',
      content: z.object({ content: controlContent }).parse(body).content,
      ...said,
    }),
    'control.validated': () => ({ kind: 'validated', ...validation.parse(body), ...said }),
    'control.retired': () => ({ kind: 'retired', ...reasoned.parse(body), ...said }),
  };
  const read = events[kind];
  return read ? { controlId: namedControl.parse(body).controlId, event: read() } : null;
}
