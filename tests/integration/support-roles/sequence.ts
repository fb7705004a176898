import type { Handle } from '@sveltejs/kit';

/** Kit's `sequence` without the request it traces: one handler within the other. */
export function sequence(...handlers: readonly Handle[]): Handle {
  const [first, ...rest] = handlers;
  if (!first) return ({ event, resolve }) => resolve(event);
  const inner = sequence(...rest);
  return ({ event, resolve }) => first({ event, resolve: (next) => inner({ event: next, resolve }) });
}
