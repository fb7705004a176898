import { describe, expect, test } from 'vitest';
import { COMMON_BASES } from './common-bases.gen.ts';
import { checkPassword } from './password-rule.ts';

const owner = { name: 'Ada Lovelace', email: 'ada.byron@example.org' };
const refused = (message: string) =>
  expect.objectContaining({
    code: 'PASSWORD_REFUSED',
    status: 400,
    message: expect.stringContaining(message),
  });

test('the block list has more than ten thousand entries', () => {
  expect(COMMON_BASES.size).toBeGreaterThan(10_000);
});

describe('a password', () => {
  test.each([
    'copper lantern drifts north',
    'wXq7#kPz92!mNcR',
    'Мой дом стоит у реки',
    '漢字仮名交文是長合言葉也十五文字',
    'grüne Äpfel fallen spät',
    'zebra-quilt-ozone-fjord',
  ])('%s is accepted, whatever characters it is made of', (password) => {
    expect(() => checkPassword(password, owner)).not.toThrow();
  });

  test.each([
    ['correcthorse1', 'fewer than 15 characters'],
    ['', 'fewer than 15 characters'],
    ['x'.repeat(256) + 'yz', 'longer than 256 bytes'],
    ['my patchproof at home', 'name of the product'],
    ['PatchProof rules the house', 'name of the product'],
    ['lovelace sails at dawn', 'your name or address'],
    ['Thunderstorm2026!', 'one common word'],
    ['1234-w1zard-98765', 'one common word'],
    ['the byron of the north sea', 'your name or address'],
    ['aaaaaaaaaaaaaaaaaaaa', 'different characters'],
    ['abcabcabcabcabcabc', 'different characters'],
    ['k7#mQ2k7#mQ2k7#mQ2', 'repeats itself'],
    ['abcdefghijklmnopqrst', 'sequence'],
    ['qwertyuiopasdfghjkl', 'sequence'],
    ['123456789012345678', 'sequence'],
    ['zyxwvutsrqponmlkji', 'sequence'],
    ['passwordpassword1', 'common words'],
    ['P@ssw0rdP@ssw0rd2026', 'common words'],
    ['Welcome-Summer-2026!', 'common words'],
    ['administrator12345', 'common words'],
    ['correct horse battery staple', 'common words'],
    ['1q2w3e4r5t6y7u8i', 'common words'],
    ['3141592653589793', 'common words'],
  ])('%s is refused: %s', (password, message) => {
    expect(() => checkPassword(password, owner)).toThrow(refused(message));
  });

  test('is counted in characters after NFC, not in bytes or code units', () => {
    // Fourteen characters of which one takes two code units, then the same with one more.
    expect(() => checkPassword('😀bcqxkvzmwjfpy', owner)).toThrow(refused('fewer than 15'));
    expect(() => checkPassword('😀bcqxkvzmwjfpyt', owner)).not.toThrow();
    expect(() => checkPassword('e\u0301bcqxkvzmwjfpy', owner)).toThrow(refused('fewer than 15'));
  });

  test('is never repeated in the refusal', () => {
    try {
      checkPassword('passwordpassword1', owner);
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify(error) + String(error)).not.toContain('passwordpassword1');
    }
  });
});
