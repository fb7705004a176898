import type { App } from '../app.ts';
import type { LogEvent } from '../log/event-log.ts';

/** Whose event it is, to show: names are not in the log and may have been erased. */
export function actorName(
  { store }: Pick<App, 'store'>,
  { actor, via }: Pick<LogEvent, 'actor' | 'via'>,
): string {
  if (actor !== null) return store.people.name(actor) ?? 'erased person';
  return via === 'system' || via === 'job' ? 'Patchproof' : 'nobody signed in';
}
