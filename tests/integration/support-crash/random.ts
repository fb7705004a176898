/** The seed of this run: PATCHPROOF_SEED, else a fixed one. Printed by every suite that uses it. */
export const seed = Number(process.env.PATCHPROOF_SEED ?? 20_261_123);

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function randomSource(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` to `high`, both included. */
export function wholeBetween(random: () => number, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}
