/** What a request or a comment of an auditor can be about, by the page that shows it. */
export const subjectKinds = {
  finding: /^\/findings\/([^/]+)$/,
  patch: /^\/patches\/([^/]+)$/,
  asset: /^\/assets\/(?!decide$|import$)([^/]+)$/,
  exception: /^\/exceptions\/(EX-\d+)$/,
  policy: /^\/policy\/versions\/(\d{1,9})$/,
  register: /^\/registers\/[a-z-]+\/(RG-\d+)$/,
  scan: /^\/scans\/([^/]+)$/,
} as const satisfies Record<string, RegExp>;

export type SubjectKind = keyof typeof subjectKinds;

/** The part of an address that names something. */
export interface SubjectName {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** As it was when somebody spoke about it. */
export interface Subject extends SubjectName {
  /** Path of its page inside the product. */
  readonly path: string;
  readonly label: string;
}

const kinds = Object.entries(subjectKinds) as [SubjectKind, RegExp][];

/** What the path of a page names; null = nothing that can be spoken about. A query or a fragment is left out. */
export function readSubject(text: string): (SubjectName & { readonly path: string }) | null {
  const path = text.trim().replace(/[?#].*$/s, '');
  for (const [kind, pattern] of kinds) {
    const id = decoded(pattern.exec(path)?.[1]);
    if (id !== null) return { kind, id, path };
  }
  return null;
}

function decoded(part: string | undefined): string | null {
  if (part === undefined) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
