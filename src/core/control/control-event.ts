/** What a compensating control is. */
export interface ControlContent {
  readonly name: string;
  /** Person who answers for it. */
  readonly owner: string;
  /** What it does, in one or two sentences. */
  readonly effect: string;
  /** How often it is validated, ISO 8601, see `parseDuration`. */
  readonly interval: string;
  /** Business unit it belongs to; `*` = all. */
  readonly unit: string;
}

interface Said {
  /** UTC ms. */
  readonly at: number;
  readonly person: string;
}

/** What happens to one control, in the order of the log. */
export type ControlEvent =
  | (Said & { readonly kind: 'defined'; readonly content: ControlContent })
  | (Said & {
      readonly kind: 'validated';
      readonly result: 'passed' | 'failed';
      readonly note: string;
      /** Addresses, tickets or scan lines; at least one. */
      readonly evidence: readonly string[];
    })
  | (Said & { readonly kind: 'retired'; readonly reason: string });
