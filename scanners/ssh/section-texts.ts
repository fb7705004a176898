import type { SectionMeta } from '../envelope.ts';
import type { SectionSource } from './collector-script.ts';
import type { ProblemList, SectionText } from './section-lines.ts';

/** Notes what the manifest alone says against the sections that a family's script sends. */
export function noteSections(
  expected: readonly Pick<SectionSource, 'name' | 'isAdded'>[],
  metas: readonly SectionMeta[],
  problems: ProblemList,
): void {
  for (const { name, isAdded } of expected) {
    const meta = metas.find((entry) => entry.name === name);
    if (!meta && isAdded) continue;
    if (!meta) problems.add(name, 'missing', 'the section was not received');
    else if (meta.timedOut) problems.add(name, 'timeout', 'the time limit ended the section');
    else if (meta.truncated) problems.add(name, 'truncated', 'the section ended early');
    else if (meta.exitCode !== 0)
      problems.add(name, 'failed', `the command ended with exit code ${meta.exitCode ?? 'unknown'}`);
  }
}

/** Sections by name as text, each decoded once; one that is not there is empty, and noted when it should be. */
export function sectionTexts(
  metas: readonly SectionMeta[],
  read: (name: string) => Uint8Array | null,
  problems: ProblemList,
): (name: string) => SectionText {
  const known = new Map<string, SectionText>();
  return (name) => {
    const cached = known.get(name);
    if (cached) return cached;
    const meta = metas.find((entry) => entry.name === name);
    const bytes = meta ? read(name) : null;
    if (meta && bytes === null) problems.add(name, 'missing', 'the section’s bytes are not there');
    const text = bytes === null ? '' : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const entry = { section: name, text: meta?.truncated ? wholeLines(text) : text };
    known.set(name, entry);
    return entry;
  };
}

/** A cut-off section may end inside a version number; that line says nothing. */
function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}
