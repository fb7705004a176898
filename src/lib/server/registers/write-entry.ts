import { AppError } from '#core/errors.ts';
import type { FieldProblem } from '#core/exception/check-content.ts';
import { entryProblems } from '#core/register/check-entry.ts';
import { entryHash } from '#core/register/register-entry.ts';
import type { EntryState } from '#core/register/register-entry.ts';
import type { EntryContent, RegisterEvent } from '#core/register/register-event.ts';
import { isRegisterName, kindOf } from '#core/register/register-kinds.ts';
import type { RegisterName } from '#core/register/register-kinds.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { keepEvidence } from '../exceptions/evidence-file.ts';
import type { UploadedFile } from '../exceptions/evidence-file.ts';
import { appendNewEntry, appendToEntry, refuseOthers } from './append-event.ts';
import { entryNotFound } from './open-entry.ts';
import { readRegisterBook, sees } from './register-book.ts';

export interface EntryInput {
  /** null = a new one. */
  readonly id: string | null;
  /** Hash of the content that was changed; null for a new one. */
  readonly basedOn: string | null;
  readonly register: string;
  readonly title: string;
  /** Person id. */
  readonly owner: string;
  /** Business unit, or `*` for all. */
  readonly unit: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Hashes of attached files that stay. */
  readonly keep: readonly string[];
  readonly files: readonly UploadedFile[];
}

/**
 * Record an entry, or change a known one: its approval is then of another content and void.
 * @throws AppError REGISTER_INVALID with every field, EVIDENCE_INVALID, NOT_FOUND, FORBIDDEN, UNIT_FORBIDDEN (403)
 */
export async function writeEntry(app: App, viewer: Viewer, input: EntryInput) {
  authorise(viewer, 'register.write');
  const register = registerOf(input.register);
  refuseOthers(viewer, { register, unit: input.unit, part: 'write' });
  const known = input.id === null ? null : knownOf(app, viewer, { id: input.id, register });
  const kept = (known?.content.evidence ?? []).filter(({ sha256 }) => input.keep.includes(sha256));
  const added = input.files.map((file) => keepEvidence(app, file));
  const evidence = [...new Map([...kept, ...added].map((file) => [file.sha256, file])).values()];
  const content = contentOf(app, { ...input, register, evidence });
  const hash = entryHash(register, content);
  const said = { at: app.clock(), person: viewer.personId ?? '', register, content, hash };
  const event = (kind: 'recorded' | 'changed'): RegisterEvent => ({ kind, ...said });
  if (input.id === null) return appendNewEntry(app, viewer, event('recorded'));
  return appendToEntry(app, viewer, { id: input.id, part: 'write' }, ({ entry }) => {
    if (entry.state.hash !== input.basedOn) throw changedMeanwhile();
    return event('changed');
  });
}

/** One of another unit is absent: its faults and its files tell nothing. */
function knownOf(
  app: App,
  { units }: Viewer,
  { id, register }: { readonly id: string; readonly register: RegisterName },
): EntryState {
  const known = readRegisterBook(app).get(id);
  if (known?.state.register !== register || !sees(units, known.state.content.unit)) throw entryNotFound();
  return known.state;
}

function registerOf(name: string): RegisterName {
  if (!isRegisterName(name)) throw entryNotFound();
  return name;
}

function contentOf(
  app: App,
  {
    register,
    title,
    owner,
    unit,
    fields,
    evidence,
  }: EntryInput & { readonly register: RegisterName } & Pick<EntryContent, 'evidence'>,
): EntryContent {
  const kind = kindOf(register);
  const said = kind.fields.map(({ name }) => [name, fields[name]?.trim() ?? ''] as const);
  const content = {
    title: title.trim().slice(0, 200),
    owner,
    unit,
    fields: Object.fromEntries(said),
    evidence,
  };
  const problems = [
    ...entryProblems(kind, content),
    ...(app.store.people.name(owner) === null
      ? [{ field: 'owner', message: 'Choose who answers for it.' }]
      : []),
  ];
  if (problems.length > 0) throw invalidEntry(problems);
  return content;
}

/** One failure that tells what is wrong with each field. */
function invalidEntry(problems: readonly FieldProblem[]): AppError {
  const [first] = problems;
  return new AppError({
    code: 'REGISTER_INVALID',
    message: `Not complete yet: ${problems.map(({ field }) => field).join(', ')}.`,
    remedy: 'Correct what is marked and record it again.',
    where: {
      field: first?.field ?? 'title',
      ...Object.fromEntries(problems.map(({ field, message }) => [`problem.${field}`, message])),
    },
  });
}

function changedMeanwhile(): AppError {
  return new AppError({
    code: 'STALE_VERSION',
    message: 'Somebody else changed the entry after you opened it.',
    remedy: 'Open it again and make your change there.',
    status: 409,
  });
}
