import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors.ts';
import { describeFailure, EXIT_CODE_HEADER, failureOfStatus, failureResponse } from './request-failure.ts';

describe('describeFailure', () => {
  it('keeps code, words and status of an expected failure', () => {
    const error = new AppError({
      code: 'NOT_FOUND',
      message: 'No such asset.',
      remedy: 'Look.',
      status: 404,
    });
    expect(describeFailure(error, 500)).toEqual({
      status: 404,
      exitCode: 2,
      failure: { code: 'NOT_FOUND', message: 'No such asset.', remedy: 'Look.' },
      unexpected: false,
    });
  });

  it('hides everything of an unexpected one, and has it reported', () => {
    const { status, failure, unexpected } = describeFailure(new Error('SELECT secret'), 500);
    expect({ status, unexpected, code: failure.code }).toEqual({
      status: 500,
      unexpected: true,
      code: 'UNEXPECTED',
    });
    expect(JSON.stringify(failure)).not.toMatch(/SELECT|secret/);
  });

  it('has words for what the framework refuses', () => {
    expect(describeFailure(new Error('Not found: /x'), 404)).toMatchObject({
      status: 404,
      unexpected: false,
    });
    expect(failureOfStatus(405).code).toBe('METHOD_NOT_ALLOWED');
    expect(failureOfStatus(418).code).toBe('HTTP_418');
  });
});

describe('failureResponse', () => {
  it('tells the command line how to end', () => {
    const error = new AppError({ code: 'ENVELOPE_HASH', message: 'Altered.', remedy: 'Copy.', exitCode: 4 });
    expect(failureResponse(describeFailure(error, 500), 'id').headers.get(EXIT_CODE_HEADER)).toBe('4');
  });

  it('is JSON, is not cached, and says how to come in', async () => {
    const response = failureResponse({ status: 401, failure: failureOfStatus(403) }, 'id');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ ...failureOfStatus(403), requestId: 'id' });
  });
});
