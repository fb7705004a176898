import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keyFilePath, loadMasterKey, MasterKey } from './master-key.ts';
import { temporaryDirectory } from './store/open-test-store.ts';

const dataDir = '/var/lib/patchproof';

describe('the key file', () => {
  test('is where PATCHPROOF_KEY_FILE says, else in the config directory', () => {
    expect(keyFilePath({ PATCHPROOF_KEY_FILE: '/k' }, '/home/a')).toBe('/k');
    expect(keyFilePath({ XDG_CONFIG_HOME: '/cfg' }, '/home/a')).toBe('/cfg/patchproof/master.key');
    expect(keyFilePath({}, '/home/a')).toBe('/home/a/.config/patchproof/master.key');
  });

  test('is made on the first start with 32 random bytes and mode 0400, and read afterwards', () => {
    const path = join(temporaryDirectory(), 'config', 'master.key');
    const first = loadMasterKey({ path, dataDir, expectedId: null });
    expect(statSync(path).mode & 0o777).toBe(0o400);
    expect(readFileSync(path)).toHaveLength(32);
    expect(first.id).toMatch(/^[0-9a-f]{16}$/);
    expect(loadMasterKey({ path, dataDir, expectedId: first.id }).id).toBe(first.id);
    expect(loadMasterKey({ path, dataDir, expectedId: null }).id).toBe(first.id);
  });

  test('that is lost is not replaced in silence', () => {
    const path = join(temporaryDirectory(), 'master.key');
    expect(() => loadMasterKey({ path, dataDir, expectedId: 'aaaaaaaaaaaaaaaa' })).toThrow(
      expect.objectContaining({
        code: 'KEY_MISSING',
        exitCode: 3,
        message: expect.stringContaining('aaaaaaaaaaaaaaaa'),
      }),
    );
    expect(existsSync(path)).toBe(false);
  });

  test('of another installation is refused with both ids, and stays as it was', () => {
    const path = join(temporaryDirectory(), 'master.key');
    const key = loadMasterKey({ path, dataDir, expectedId: null });
    const before = readFileSync(path);
    expect(() => loadMasterKey({ path, dataDir, expectedId: 'bbbbbbbbbbbbbbbb' })).toThrow(
      expect.objectContaining({
        code: 'KEY_MISMATCH',
        exitCode: 3,
        message: `The data directory needs master key bbbbbbbbbbbbbbbb, but ${path} holds ${key.id}.`,
      }),
    );
    expect(readFileSync(path)).toEqual(before);
  });

  test.each([0o440, 0o404, 0o644, 0o600 | 0o001])(
    'with mode %o is refused with the command that cures it',
    (mode) => {
      const path = join(temporaryDirectory(), 'master.key');
      loadMasterKey({ path, dataDir, expectedId: null });
      chmodSync(path, mode);
      expect(() => loadMasterKey({ path, dataDir, expectedId: null })).toThrow(
        expect.objectContaining({
          code: 'KEY_PERMISSIONS',
          exitCode: 3,
          remedy: `Run: chmod 0400 '${path}'`,
        }),
      );
    },
  );

  test('of a wrong length, or inside the data directory, is refused', () => {
    const directory = temporaryDirectory();
    const path = join(directory, 'master.key');
    writeFileSync(path, 'short', { mode: 0o400 });
    expect(() => loadMasterKey({ path, dataDir, expectedId: null })).toThrow(
      expect.objectContaining({ code: 'KEY_INVALID' }),
    );
    expect(() => loadMasterKey({ path: join(directory, 'k'), dataDir: directory, expectedId: null })).toThrow(
      expect.objectContaining({ code: 'KEY_IN_DATA_DIR' }),
    );
  });
});

test('a master key gives other bytes for every purpose and never shows itself', () => {
  const bytes = Buffer.alloc(32, 7);
  const key = new MasterKey(bytes);
  expect(key.derive('a')).not.toEqual(key.derive('b'));
  expect(key.derive('a')).toEqual(new MasterKey(bytes).derive('a'));
  expect(JSON.stringify({ key })).toBe(`{"key":"MasterKey ${key.id}"}`);
  expect(JSON.stringify(Object.entries(key))).not.toContain('7,7');
});

test('the key id is the labelled hash that older releases wrote', () => {
  // Known answer: HKDF-SHA-256(key, no salt, "patchproof/key-id/v1"), then SHA-256, first 16 hex digits.
  expect(new MasterKey(Buffer.alloc(32, 7)).id).toBe('098b34c70ad47a48');
});
