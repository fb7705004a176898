import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors.ts';
import type { CliContext } from '../context.ts';
import { reportError } from './report-error.ts';

function report(error: unknown, form: 'text' | 'json'): { exitCode: number; text: string } {
  let text = '';
  const sink = { write: (part: string) => (text += part) };
  const context: CliContext = {
    env: {},
    rootDir: '/',
    now: () => 0,
    stdout: { write: () => expect.unreachable('an error is not printed on standard output') },
    stderr: sink,
    readStdin: async () => '',
    interruptSignal: () => new AbortController().signal,
  };
  return { exitCode: reportError(context, error, form), text };
}

describe('reportError', () => {
  const known = new AppError({
    code: 'PORT_IN_USE',
    message: 'Port 3000 is taken.',
    remedy: 'Stop it.',
    exitCode: 3,
  });

  it('prints code, sentence and remedy, and answers with the exit code of the error', () => {
    expect(report(known, 'text')).toEqual({
      exitCode: 3,
      text: 'PORT_IN_USE: Port 3000 is taken.\n→ Stop it.\n',
    });
  });

  it('is one JSON line when JSON was asked for', () => {
    const { text } = report(known, 'json');
    expect(text.trimEnd()).not.toContain('\n');
    expect(JSON.parse(text)).toEqual({
      code: 'PORT_IN_USE',
      message: 'Port 3000 is taken.',
      remedy: 'Stop it.',
    });
  });

  it('tells neither stack nor text of an error nobody expected', () => {
    const { exitCode, text } = report(new TypeError('secret SELECT 1'), 'text');
    expect(exitCode).toBe(3);
    expect(text).toContain('UNEXPECTED');
    expect(text).toContain('TypeError');
    expect(text).not.toMatch(/secret|SELECT|\n +at /);
  });
});
