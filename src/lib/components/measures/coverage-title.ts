import { formatLimit } from '../../format/durations.ts';
import { countOf, formatCount } from '../../format/numbers.ts';

interface Coverage {
  readonly assets: number;
  readonly fresh: number;
  /** ISO 8601 duration. */
  readonly window: string;
}

/** The answer of the coverage page as one sentence. */
export function coverageTitle({ assets, fresh, window }: Coverage): string {
  const within = `in the last ${formatLimit(window)}`;
  if (assets === 0) return 'No asset is known yet, so nothing is covered';
  if (fresh === 0) return `No complete scan ${within} on ${countOf(assets, 'asset')}`;
  if (fresh === assets && assets === 1) return `The one asset has a complete scan ${within}`;
  if (fresh === assets) return `All ${countOf(assets, 'asset')} have a complete scan ${within}`;
  return `${formatCount(assets - fresh)} of ${countOf(assets, 'asset')} have no complete scan ${within}`;
}
