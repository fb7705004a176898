import type { Statement } from './feed-item.ts';

interface Said extends Statement {
  readonly feed: string;
}

/** SUSE's announcements: what each advisory brought, whatever became of its product later. */
const ANNOUNCED = 'suse-csaf';

/**
 * What decides of a flaw, with the fixes that were announced for what a record of states calls open. SUSE's VEX documents tell
 * of today: a service pack out of general support stands there as affected, without the fix that it got before.
 * @param deciding statements of the feed that decides
 * @param said all statements about the flaw and the product
 */
export function withAnnounced<S extends Said>(deciding: readonly S[], said: readonly S[]): readonly S[] {
  const fixes = said.filter(({ feed, status }) => feed === ANNOUNCED && status === 'fixed');
  const isEnded = ({ ecosystem, status, repository }: S) =>
    ecosystem === 'suse' &&
    status !== 'fixed' &&
    status !== 'not-affected' &&
    fixes.some((fix) => fix.repository === repository);
  const archives = new Set(deciding.filter(isEnded).map(({ repository }) => repository));
  if (archives.size === 0) return deciding;
  return [
    ...deciding.filter((one) => !isEnded(one)),
    ...fixes.filter(({ repository }) => archives.has(repository)),
  ];
}
