import { scriptedEntry } from '#core/register/scripted-entry.ts';
import type { RegisterName } from '#core/register/register-kinds.ts';
import type { EntryInput } from '#lib/server/registers/write-entry.ts';

/** A new entry of a register that lacks nothing, its report attached. */
export function entryOf(
  register: RegisterName,
  owner: string,
  {
    fields = {},
    ...known
  }: Partial<Omit<EntryInput, 'fields'>> & { readonly fields?: Readonly<Record<string, string>> } = {},
): EntryInput {
  const { title, unit, fields: said } = scriptedEntry(register, fields);
  const report = { name: 'report.txt', bytes: new TextEncoder().encode('What was found.') };
  return {
    id: null,
    basedOn: null,
    register,
    title,
    owner,
    unit,
    fields: said,
    keep: [],
    files: [report],
    ...known,
  };
}
