interface Unit {
  readonly unit: string;
  readonly name: string;
}

interface Chosen {
  /** From the address; undefined = none chosen. */
  readonly unit: string | undefined;
  /** Units that the reader may see. */
  readonly units: readonly Unit[];
  /** As the person has them: `['*']` = all. */
  readonly sees: readonly string[];
}

/** Assets that no unit was decided for. */
const UNASSIGNED = { unit: 'default', name: 'Unassigned' } as const;

/** The business unit looked at in words, and what else can be chosen. A unit that is not known keeps its own id. */
export function scopeOf({ unit, units, sees }: Chosen) {
  const whole = sees.includes('*') ? 'All units' : 'All your units';
  const name = [...units, UNASSIGNED].find((one) => one.unit === unit)?.name;
  return { unit: unit ?? null, words: unit === undefined ? whole : (name ?? unit), whole, units };
}
