import { createHash } from 'node:crypto';

/**
 * Name of how a sample is drawn, kept with each: another way gets another name.
 * Knuth, The Art of Computer Programming vol. 2 (3rd ed.), §3.4.2, algorithm P (Fisher–Yates), stopped after as many
 * places as the sample has. Its random numbers are SHA-256 over seed and counter, as in Rivest's sampler for audits of
 * elections: any language can compute them.
 */
export const drawingMethod = 'fisher-yates-sha256/1';

/** 2^48: a number of so many values is exact in every language. */
const RANGE = 2 ** 48;

/** Ids in the order in which they are counted: by code unit, each once. */
export function populationOrder(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}

/** SHA-256 over the sorted ids, each with a line feed after it, hex: `sort | sha256sum` gives the same. */
export function populationDigest(ids: readonly string[]): string {
  const lines = populationOrder(ids).map((id) => `${id}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/**
 * A random sample without repetition, in the order in which it was drawn: every id is in it with the same chance, and a
 * smaller one of the same seed is the beginning of a larger one.
 */
export function drawSample(
  ids: readonly string[],
  { seed, size }: { readonly seed: string; readonly size: number },
): string[] {
  const places = populationOrder(ids);
  const random = randomNumbers(seed);
  const drawn = Math.min(size, places.length);
  for (let at = 0; at < drawn; at += 1) {
    const from = at + random(places.length - at);
    const [here, there] = [places[at], places[from]];
    if (here === undefined || there === undefined) break;
    places[at] = there;
    places[from] = here;
  }
  return places.slice(0, drawn);
}

/**
 * Whole numbers from 0 to below a limit: the first 48 bits of SHA-256 of `seed:0`, `seed:1`, …, modulo the limit. What
 * lies above the largest multiple of the limit is left out, so that no remainder is likelier than another.
 */
function randomNumbers(seed: string): (limit: number) => number {
  let counter = 0;
  const next = (): number => {
    const text = `${seed}:${counter}`;
    counter += 1;
    return createHash('sha256').update(text).digest().readUIntBE(0, 6);
  };
  return (limit) => {
    const fair = RANGE - (RANGE % limit);
    let value = next();
    while (value >= fair) value = next();
    return value % limit;
  };
}
