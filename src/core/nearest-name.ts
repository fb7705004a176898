/** Of so long names no typing error is looked for. */
const MAX_LENGTH = 60;

/**
 * The name that somebody may have meant: the one with the fewest wrong letters, at most one in three; capitals, blanks and
 * punctuation do not count. null = none is near.
 * @example nearestName('Severity', ['Host', 'severty']) // 'severty'
 */
export function nearestName(wanted: string, names: readonly string[]): string | null {
  const target = lettersOf(wanted);
  let nearest: string | null = null;
  let fewest = Infinity;
  for (const name of names) {
    const letters = lettersOf(name);
    const longest = Math.max(letters.length, target.length);
    if (letters === '' || longest > MAX_LENGTH) continue;
    const wrong = distance(letters, target);
    if (wrong >= fewest || wrong * 3 > longest) continue;
    nearest = name;
    fewest = wrong;
  }
  return nearest;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Letters to insert, leave out or exchange (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const exchanged = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
