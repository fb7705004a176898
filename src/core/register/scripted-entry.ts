import { entryHash } from './register-entry.ts';
import type { EntryContent, RegisterEvent } from './register-event.ts';
import type { RegisterName } from './register-kinds.ts';
import { kindOf } from './register-kinds.ts';

/** An entry of any register that lacks nothing. */
export function scriptedEntry(
  register: RegisterName,
  fields: Readonly<Record<string, string>> = {},
  known: Partial<Omit<EntryContent, 'fields'>> = {},
): EntryContent {
  const said = { line: 'Something.', text: 'Something.', count: '3', day: '2026-01-15', choice: '' };
  const filled = kindOf(register).fields.map(
    ({ name, form, options }) => [name, options?.[0]?.value ?? said[form]] as const,
  );
  return {
    title: 'An entry',
    owner: 'ida',
    unit: '*',
    evidence: [{ sha256: 'a'.repeat(64), name: 'report.pdf', type: 'application/pdf', bytes: 9 }],
    ...known,
    fields: { ...Object.fromEntries(filled), ...fields },
  };
}

/** The event that records it. */
export function scriptedRecord(
  register: RegisterName,
  content: EntryContent,
  { at, person = 'ana' }: { readonly at: number; readonly person?: string },
): RegisterEvent {
  return { kind: 'recorded', at, person, register, content, hash: entryHash(register, content) };
}
