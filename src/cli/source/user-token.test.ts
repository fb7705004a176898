import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { generateToken } from '#lib/server/auth/token-format.ts';
import { readTokenFile, saveToken, tokenFile } from './user-token.ts';

function temporaryFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'patchproof-token-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'config', 'patchproof', 'token');
}

describe('the user’s token file', () => {
  it('is saved for its owner alone and read back', () => {
    const file = temporaryFile();
    const { token } = generateToken('user');
    saveToken(file, `  ${token}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o400);
    expect(readTokenFile(file)).toBe(token);
  });

  it('can be saved again over the old one', () => {
    const file = temporaryFile();
    saveToken(file, generateToken('user').token);
    const { token } = generateToken('user');
    saveToken(file, token);
    expect(readTokenFile(file)).toBe(token);
  });

  it('is refused when others may read it', () => {
    const file = temporaryFile();
    saveToken(file, generateToken('user').token);
    chmodSync(file, 0o440);
    expect(() => readTokenFile(file)).toThrow(
      expect.objectContaining({ code: 'TOKEN_PERMISSIONS', exitCode: 3 }),
    );
  });

  it('is not saved when a character is wrong, and its text is not repeated', () => {
    const { token } = generateToken('user');
    const wrong = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`;
    const file = temporaryFile();
    expect(() => saveToken(file, wrong)).toThrow(
      expect.objectContaining({ code: 'TOKEN_MALFORMED', message: expect.not.stringContaining(wrong) }),
    );
    expect(readTokenFile(file)).toBeNull();
  });

  it('lies in the config directory of the user', () => {
    expect(tokenFile({ XDG_CONFIG_HOME: '/x' })).toBe('/x/patchproof/token');
    expect(tokenFile({ HOME: '/home/ada' })).toBe('/home/ada/.config/patchproof/token');
  });
});
