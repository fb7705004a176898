export type Sign = -1 | 0 | 1;

/** Where two versions part: which part of the version, and the pieces that decided. */
export interface DecidingPart {
  readonly part:
    | 'epoch'
    | 'upstream'
    | 'revision'
    | 'version'
    | 'release'
    | 'number'
    | 'letter'
    | 'suffix'
    | 'commit'
    | 'qualifier'
    | 'pre-release'
    | 'post-release'
    | 'development release'
    | 'local version';
  readonly a: string;
  readonly b: string;
}

/** The answer to "which of these two versions is the older one", never a guess. */
export type Comparison =
  | {
      readonly kind: 'ordered';
      readonly sign: Sign;
      /** One plain sentence for people. */
      readonly why: string;
      /** Absent when the versions are equal. */
      readonly at?: DecidingPart;
    }
  | { readonly kind: 'not-comparable'; readonly reason: string };

/** One way of ordering versions: Debian, RPM and so on. */
export interface VersionOrder {
  /** What people call it, as in "by Debian version order". */
  readonly title: string;
  /** With the reason, for pages and `explain`. */
  readonly compare: (a: string, b: string) => Comparison;
  /** The same answer without words, for hot loops; null = not comparable. */
  readonly sign: (a: string, b: string) => Sign | null;
}
