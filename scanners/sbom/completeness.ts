/** What a CycloneDX bill says of how complete a part of it is (CycloneDX 1.6, compositions). */
export interface Composition {
  readonly aggregate: string;
  /** References of the components that it is about; empty = of the bill. */
  readonly about: readonly string[];
}

interface Listed {
  readonly compositions: readonly Composition[];
  /** Reference of what the bill describes; null = it describes nothing. */
  readonly subject: string | null;
  readonly hasSubject: boolean;
  readonly vulnerabilities: number;
  /** Components that no vulnerability refers to. */
  readonly untouched: number;
}

/**
 * Why the list of a bill may lack components; null = it is complete. What the bill says itself decides. Without a word,
 * one that names what it describes lists all of it, but for one that holds the components of its vulnerabilities only:
 * that is a list of statements.
 */
export function missingFrom({
  compositions,
  subject,
  hasSubject,
  vulnerabilities,
  untouched,
}: Listed): string | null {
  const own = compositions.filter(
    ({ about }) => about.length === 0 || (subject !== null && about.includes(subject)),
  );
  const other = own.find(({ aggregate }) => aggregate !== 'complete');
  if (other) return `it says that it is ${other.aggregate.replaceAll('_', ' ')}`;
  if (own.length > 0) return null;
  if (!hasSubject) return 'it does not name what it describes';
  if (vulnerabilities > 0 && untouched === 0) return 'it lists only the components of its vulnerabilities';
  return null;
}
