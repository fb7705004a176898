import { z } from 'zod';
import type { LogEvent } from '#lib/server/log/event-log.ts';

/** Whether a person holds one of some roles by themselves for a unit; what others handed over does not count. */
export type Holds = (person: string, roles: readonly string[], unit: string) => boolean;

const said = z.object({
  hash: z.string().optional(),
  side: z.string().optional(),
  register: z.string().optional(),
  result: z.string().optional(),
  content: z.looseObject({ unit: z.string().optional() }).optional(),
  record: z.looseObject({ draftId: z.string() }).optional(),
  delegateId: z.string().optional(),
  onBehalfOf: z.string().optional(),
});

interface Told {
  readonly kind: string;
  readonly object: string;
  readonly person: string;
  readonly body: z.infer<typeof said>;
}

/** Events of policies, registers and delegations after the installation's own, read from the log alone. */
function told(events: readonly LogEvent[], kinds: RegExp): Told[] {
  return events
    .filter(({ kind, object }) => kinds.test(kind) && object !== 'policy/1')
    .map(({ kind, object, body, actor }) => ({ kind, object, person: actor ?? '', body: said.parse(body) }));
}

const signers: Readonly<Record<string, string>> = { security: 'ciso', operations: 'manager' };

/** What is wrong with how versions of the policy came about, and how many did. */
export function judgePolicies(events: readonly LogEvent[], holds: Holds) {
  const wrong: string[] = [];
  const authors = new Map<string, Set<string>>();
  /** Signatures of the content that stands: draft → side → person. */
  const signed = new Map<string, Map<string, string>>();
  const executives = new Set<string>();
  const counts = { published: 0, byExecutive: 0 };
  for (const { kind, object, person, body } of told(events, /^policy\./)) {
    const on = authors.get(object) ?? new Set<string>();
    const of = signed.get(object) ?? new Map<string, string>();
    authors.set(object, on);
    signed.set(object, of);
    if (/drafted|edited/.test(kind)) on.add(person);
    if (/reviewed|signed/.test(kind) && on.has(person)) wrong.push(`${kind} by an author`);
    if (kind === 'policy.signed') {
      if ([...of.values()].includes(person)) wrong.push('two signatures of one person');
      const role = signers[body.side ?? ''];
      if (role === undefined ? !executives.has(person) : !holds(person, [role], '*'))
        wrong.push(`signed for ${body.side} without the right to`);
      of.set(body.side ?? '', person);
    } else if (/edited|returned|withdrawn/.test(kind)) of.clear();
    if (kind === 'policy.executive-named') {
      if (object === `policy-executive/${person}`) wrong.push('an executive named by himself');
      executives.add(object.slice('policy-executive/'.length));
    }
    if (kind === 'policy.executive-ended') executives.delete(object.slice('policy-executive/'.length));
    if (kind !== 'policy.published') continue;
    const sides = [...(signed.get(`policy-draft/${body.record?.draftId}`)?.keys() ?? [])];
    if (!sides.includes('security') || !sides.includes('operations')) wrong.push('published unsigned');
    counts.published += 1;
    counts.byExecutive += sides.includes('executive') ? 1 : 0;
  }
  return { wrong, counts };
}

/** Registers whose entries another person approves. */
const approved = new Set(['risk-analyses', 'scope-confirmations', 'end-of-support', 'hipaa-decisions']);
const writers = ['administrator', 'ciso', 'analyst', 'manager', 'owner', 'operator'];

/** What is wrong with how entries of registers were approved, and how many were. */
export function judgeRegisters(events: readonly LogEvent[], holds: Holds) {
  const wrong: string[] = [];
  const entries = new Map<string, { authors: Set<string>; hash: string; register: string; unit: string }>();
  const counts = { approved: 0, confirmed: 0 };
  for (const { kind, object, person, body } of told(events, /^register\./)) {
    const known = entries.get(object);
    const entry = known ?? { authors: new Set(), hash: '', register: '', unit: '' };
    if (body.content) {
      // Who moves an entry to another unit answers for both.
      if (known && !holds(person, writers, known.unit)) wrong.push(`${kind} outside the own units`);
      entry.authors.add(person);
      Object.assign(entry, { hash: body.hash, register: body.register, unit: body.content.unit });
      entries.set(object, entry);
    }
    if (body.onBehalfOf !== undefined) wrong.push(`${kind} for another`);
    if (!holds(person, writers, entry.unit)) wrong.push(`${kind} outside the own units`);
    const decides = /approved|returned/.test(kind);
    const confirms = body.result === 'confirmed' && approved.has(entry.register);
    if ((decides || confirms) && entry.authors.has(person)) wrong.push(`${kind} by an author`);
    if (decides && body.hash !== entry.hash) wrong.push(`${kind} of another content`);
    if (decides && !holds(person, ['ciso', 'manager'], entry.unit))
      wrong.push(`${kind} without the right to`);
    counts.approved += kind === 'register.approved' ? 1 : 0;
    counts.confirmed += confirms ? 1 : 0;
  }
  return { wrong, counts };
}

/** What is wrong with who stands for whom, and how often somebody does. */
export function judgeDelegations(events: readonly LogEvent[]) {
  const granted = told(events, /^delegation\.granted$/);
  const wrong = granted.flatMap(({ object, person, body }) => [
    ...(object === `person:${person}` ? [] : ['named for another']),
    ...(body.delegateId === person ? ['delegated to oneself'] : []),
  ]);
  return { wrong, counts: { granted: granted.length } };
}
