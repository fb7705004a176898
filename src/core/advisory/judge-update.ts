import { compareSign } from '../version/compare.ts';
import { isUpdateId } from '../version/windows-update.ts';
import type { AdvisoryNotice, Statement } from './feed-item.ts';
import { judgeStatement } from './judge-statement.ts';
import type { StatementVerdict } from './judge-statement.ts';

type NoticeOf = (id: string) => AdvisoryNotice | undefined;

/** What is known of the updates of a Windows host with regard to one product. */
export interface UpdatesInPlace {
  /** The inventory lists installed updates. */
  readonly isListed: boolean;
  /** Installed, shown by the installed build, or replaced by one of these. */
  readonly inPlace: ReadonlySet<string>;
}

/**
 * The updates that are in place: those the host lists, those whose build the installed version reaches, and all that
 * these replace, however many steps back.
 * @param listed null = the inventory does not list them
 */
export function updatesInPlace(
  statements: readonly Statement[],
  { installed, listed }: { readonly installed: string; readonly listed: readonly string[] | null },
  notice: NoticeOf,
): UpdatesInPlace {
  const reached = statements.flatMap(({ advisory, fixed }) =>
    advisory !== null && fixed !== null && (compareSign('windows', installed, fixed) ?? -1) >= 0
      ? [advisory]
      : [],
  );
  return { isListed: listed !== null, inPlace: withReplaced([...(listed ?? []), ...reached], notice) };
}

/** Updates with all that they replace, however many steps back. */
export function withReplaced(updates: Iterable<string>, notice: NoticeOf): ReadonlySet<string> {
  const found = new Set(updates);
  // A set that grows while it is walked is walked to its end.
  for (const update of found) for (const replaced of notice(update)?.replaces ?? []) found.add(replaced);
  return found;
}

/**
 * Judges a product of Microsoft's by what its data says of one flaw: by the build where it names one, else by whether
 * the update is in place. Where neither can be told, that is the answer.
 */
export function judgeUpdate(
  statement: Statement,
  installed: string,
  { isListed, inPlace }: UpdatesInPlace,
): StatementVerdict {
  const { status, fixed, advisory, note, product } = statement;
  if (status !== 'fixed') return judgeStatement(statement, installed);
  if (advisory !== null && inPlace.has(advisory)) return { kind: 'clear' };
  if (fixed !== null) return judgeStatement(statement, installed);
  if (advisory === null || !isUpdateId(advisory)) {
    return { kind: 'unknown', why: `${note ?? 'no fixed build named'}, and no update by its number` };
  }
  if (isListed) return { kind: 'fixable', fixed: advisory };
  return {
    kind: 'unknown',
    why: `only ${advisory} is named for ${product}, and the inventory does not list installed updates`,
  };
}
