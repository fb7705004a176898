import { isHttpError } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors.ts';
import { orErrorPage } from './page-failure.ts';

describe('a failing page', () => {
  it('keeps status, code and remedy of an expected failure', async () => {
    const failure = new AppError({
      code: 'NOT_FOUND',
      message: 'There is no such asset.',
      remedy: 'Look.',
      status: 404,
    });
    const thrown = await orErrorPage(() => Promise.reject(failure)).catch((error: unknown) => error);
    expect(isHttpError(thrown, 404)).toBe(true);
    expect(thrown).toMatchObject({ body: { code: 'NOT_FOUND', remedy: 'Look.' } });
  });
  it('does not show what it does not expect', async () => {
    const secret = new Error('select * from person');
    await expect(orErrorPage(() => Promise.reject(secret))).rejects.toBe(secret);
  });
  it('hands the answer through', async () => {
    await expect(orErrorPage(() => 7)).resolves.toBe(7);
  });
});
