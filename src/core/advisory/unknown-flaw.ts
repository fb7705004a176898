/** A flaw of which it cannot be told whether an installed version has it. */
export interface UnknownFlaw {
  readonly vulnerability: string;
  readonly why: string;
}
