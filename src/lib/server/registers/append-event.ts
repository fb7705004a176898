import { AppError } from '#core/errors.ts';
import type { RegisterEvent } from '#core/register/register-event.ts';
import { refuseRegisterEvent } from '#core/register/refuse-entry.ts';
import { kindOf } from '#core/register/register-kinds.ts';
import type { RegisterName } from '#core/register/register-kinds.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { entryNotFound } from './open-entry.ts';
import { PREFIX, readRegisterBook, sees } from './register-book.ts';
import type { KnownEntry } from './register-book.ts';
import { takesPart, takesPartFor } from './standing-of.ts';
import type { Part } from './standing-of.ts';

/** What somebody does to a known entry, made from what stands in it now. */
type Doing = (by: {
  readonly at: number;
  readonly person: string;
  readonly entry: KnownEntry;
}) => RegisterEvent;

/**
 * Check what somebody does to an entry against the log as it is, and append it.
 * @throws AppError NOT_FOUND, UNIT_FORBIDDEN, FOUR_EYES (403), STALE_VERSION, ALREADY_DECIDED, REGISTER_… (409)
 */
export async function appendToEntry(
  app: App,
  viewer: Viewer,
  { id, part }: { readonly id: string; readonly part: Part },
  doing: Doing,
) {
  app.store.transaction(() => {
    const entry = readRegisterBook(app).get(id);
    if (!entry || !sees(viewer.units, entry.state.content.unit)) throw entryNotFound();
    refuseOthers(viewer, { register: entry.state.register, unit: entry.state.content.unit, part });
    const event = doing({ at: app.clock(), person: viewer.personId ?? '', entry });
    refuse(entry.state, event);
    append(app, viewer, { id, event });
  });
  await app.warehouse.catchUp();
  return { id };
}

/** Record a new entry, named after its event: unique, and short enough to say. */
export async function appendNewEntry(app: App, viewer: Viewer, event: RegisterEvent) {
  const id = app.store.transaction(() => {
    const name = `RG-${String(app.store.log.head().seq + 1).padStart(4, '0')}`;
    refuse(null, event);
    append(app, viewer, { id: name, event });
    return name;
  });
  await app.warehouse.catchUp();
  return { id };
}

/**
 * Whoever takes no part in a register, or for other units only, is refused.
 * @throws AppError FORBIDDEN, UNIT_FORBIDDEN (403)
 */
export function refuseOthers(
  viewer: Viewer,
  about: { readonly register: RegisterName; readonly unit: string; readonly part: Part },
): void {
  if (!takesPart(viewer, about.register, about.part)) throw otherRoles(about);
  if (!takesPartFor(viewer, about)) throw outside();
}

function otherRoles({ register, part }: { readonly register: RegisterName; readonly part: Part }): AppError {
  const { title, writers, approvers } = kindOf(register);
  const roles = part === 'write' ? writers : (approvers ?? []);
  return new AppError({
    code: 'FORBIDDEN',
    message: `Your roles do not ${part} in the register ${title}.`,
    remedy: `Ask somebody whose roles do: ${roles.join(', ')}.`,
    status: 403,
    exitCode: 3,
  });
}

function refuse(state: KnownEntry['state'] | null, event: RegisterEvent): void {
  const refusal = refuseRegisterEvent(state, event);
  if (refusal !== null) throw new AppError(refusal);
}

function append(
  app: App,
  viewer: Viewer,
  { id, event }: { readonly id: string; readonly event: RegisterEvent },
) {
  const { kind, at: _at, person: _person, ...body } = event;
  app.store.log.append({
    kind: `${PREFIX}${kind}`,
    object: id,
    body,
    actor: viewer.personId,
    via: viewer.via,
  });
}

/** An entry of another unit is not seen; one of all units is seen and not changed by who answers for some. */
function outside(): AppError {
  return new AppError({
    code: 'UNIT_FORBIDDEN',
    message: 'This entry belongs to business units that are not yours.',
    remedy: 'Ask somebody whose role holds for them.',
    status: 403,
    where: { field: 'unit' },
  });
}
