const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const dayMs = 86_400_000;

/** Midnight of an ISO day (`2026-11-16`, or longer) as if it were UTC; charts count days, never instants. */
export function dayNumber(iso: string): number {
  return Math.round(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / dayMs);
}

/** `2026-11` → `November 2026`. */
export function monthName(month: string): string {
  return `${wholeMonth(month)} ${month.slice(0, 4)}`;
}

/** `2026-11` → `November`. */
export function wholeMonth(month: string): string {
  return months[Number(month.slice(5, 7)) - 1] ?? month;
}

/** `2026-11` → `Nov`. */
export function shortMonth(month: string): string {
  return wholeMonth(month).slice(0, 3);
}

/** `2026-11-16` → `16 Nov`. */
export function shortDay(iso: string): string {
  return `${Number(iso.slice(8, 10))} ${shortMonth(iso)}`;
}

/** 1 → `1st`, 23 → `23rd`. */
export function ordinal(day: number): string {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${ending}`;
}
