import { isAppError, publicFailure } from '#core/errors.ts';
import type { CliContext } from '../context.ts';
import type { ExitCode } from '../command.ts';
import { visibleJson, visibleText } from './visible-text.ts';

/**
 * Prints an error on standard error: `CODE: sentence` and `→ remedy`, or one JSON line. Of an unexpected one
 * only its kind and place are told: its text may hold anything.
 */
export function reportError(context: CliContext, error: unknown, form: 'text' | 'json'): ExitCode {
  const failure = isAppError(error) ? publicFailure(error) : unexpected(error);
  const line =
    form === 'json'
      ? visibleJson(JSON.stringify(failure))
      : `${visibleText(`${failure.code}: ${failure.message}`)}\n→ ${visibleText(failure.remedy)}`;
  context.stderr.write(`${line}\n`);
  return isAppError(error) ? error.exitCode : 3;
}

/** A defect of ours: its kind and the line of our code, so that a report of it can be of use. */
function unexpected(error: unknown): { code: string; message: string; remedy: string } {
  const name = error instanceof Error ? error.name : typeof error;
  return {
    code: 'UNEXPECTED',
    message: `Something failed that should not (${name}${placeOf(error)}).`,
    remedy: 'Try again; if it stays so, report it with this line.',
  };
}

function placeOf(error: unknown): string {
  const frame =
    error instanceof Error ? /\/(src|scanners|build)\/([\w/.-]+:\d+):\d+/.exec(error.stack ?? '') : null;
  return frame ? ` at ${frame[1]}/${frame[2]}` : '';
}
