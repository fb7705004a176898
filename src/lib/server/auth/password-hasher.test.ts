import { describe, expect, test } from 'vitest';
import { PasswordHasher } from './password-hasher.ts';

const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 };

describe('a password hash', () => {
  test('is argon2id with 64 MiB and 3 passes unless a test says otherwise', async () => {
    const hash = await new PasswordHasher().hash('copper lantern drifts north');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  });

  test('fits its password only, however the characters are composed', async () => {
    const hasher = new PasswordHasher(cheap);
    const hash = await hasher.hash('sp\u00e4te \u00c4pfel am Abend');
    expect(await hasher.verify(hash, 'spa\u0308te A\u0308pfel am Abend')).toBe(true);
    expect(await hasher.verify(hash, 'sp\u00e4te \u00c4pfel am Abenc')).toBe(false);
    expect(await hasher.verify(null, 'sp\u00e4te \u00c4pfel am Abend')).toBe(false);
  });

  test('is computed for 4 at once, 50 wait, and the next is told to come later', async () => {
    const hasher = new PasswordHasher(cheap);
    const accepted = Array.from({ length: 54 }, () => hasher.hash('copper lantern'));
    expect(() => hasher.refuseWhenFull()).toThrow(
      expect.objectContaining({ code: 'TRY_LATER', status: 503 }),
    );
    await expect(hasher.hash('copper lantern')).rejects.toMatchObject({ code: 'TRY_LATER' });
    expect(await Promise.all(accepted)).toHaveLength(54);
    expect(() => hasher.refuseWhenFull()).not.toThrow();
    expect(await hasher.hash('copper lantern')).toContain('argon2id');
  });

  test('takes the same place and work for a user who does not exist', async () => {
    const hasher = new PasswordHasher(cheap);
    const checks = Array.from({ length: 54 }, () => hasher.verify(null, 'copper lantern'));
    expect(() => hasher.refuseWhenFull()).toThrow(expect.objectContaining({ code: 'TRY_LATER' }));
    expect(await Promise.all(checks)).not.toContain(true);
  });
});
