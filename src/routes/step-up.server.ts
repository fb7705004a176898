import { redirect } from '@sveltejs/kit';
import type { AppError } from '#core/errors.ts';
import { currentPath } from '#lib/server/http/current-address.ts';

/** A failure as thrown or as an answer tells it. */
interface Refusal {
  readonly code: string;
  readonly where?: AppError['where'];
}

/**
 * Leads to the page that asks for password or factor when a use case refused for want of it, and from there back to
 * this page. `formFailure` and `orErrorPage` do it for every page; any other failure is left to them.
 */
export function confirmFirst(failure: Refusal): void {
  if (failure.code !== 'STEP_UP_NEEDED') return;
  const needs = String(failure.where?.['needs'] ?? 'any');
  redirect(303, `/confirm?${new URLSearchParams({ needs, next: currentPath() })}`);
}
