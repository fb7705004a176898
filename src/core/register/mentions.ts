/** What a text of an entry names by its id. */
export type MentionKind = 'entry' | 'exception' | 'control' | 'scan' | 'policy';

export interface Mention {
  readonly kind: MentionKind;
  /** As it stands in the text. */
  readonly id: string;
}

/** Ids read in one text; more of them are not looked up. */
const MOST = 20;
const ids = /\b(?:(RG|EX|CC)-\d{4,10}|[0-9a-f]{32})\b/g;
const kinds: Readonly<Record<string, MentionKind>> = { RG: 'entry', EX: 'exception', CC: 'control' };

/**
 * The ids in a text, each once: of entries, exceptions, controls and scans.
 * @example mentionsIn('Rescan of RG-0012') // [{ kind: 'entry', id: 'RG-0012' }]
 */
export function mentionsIn(text: string): Mention[] {
  const found = new Map<string, Mention>();
  for (const [id, prefix] of text.matchAll(ids)) found.set(id, { kind: kinds[prefix ?? ''] ?? 'scan', id });
  return [...found.values()].slice(0, MOST);
}

/** A piece of a text; `href` = where what it names is shown. */
export interface TextPart {
  readonly text: string;
  readonly href: string | null;
}

/** A text cut where it names something of which a page is known. `links` = id → path. */
export function linkedParts(text: string, links: Readonly<Record<string, string>>): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: id, index } of text.matchAll(ids)) {
    const href = Object.hasOwn(links, id) ? (links[id] ?? null) : null;
    if (href === null) continue;
    if (index > from) parts.push({ text: text.slice(from, index), href: null });
    parts.push({ text: id, href });
    from = index + id.length;
  }
  return from < text.length ? [...parts, { text: text.slice(from), href: null }] : parts;
}
