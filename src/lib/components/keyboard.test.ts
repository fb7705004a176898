import { describe, expect, it } from 'vitest';
import { keyHelp, readKey } from './keyboard.ts';

describe('keyboard', () => {
  it('goes somewhere by g and a letter', () => {
    const first = readKey(false, 'g');
    expect(first).toEqual({ prefix: true, command: null });
    expect(readKey(first.prefix, 'a').command).toEqual({ kind: 'go', to: '/assets' });
  });
  it('forgets g after any other key', () => {
    expect(readKey(true, 'x')).toEqual({ prefix: false, command: null });
    expect(readKey(true, 'toString')).toEqual({ prefix: false, command: null });
  });
  it('takes f as filter, and as findings after g', () => {
    expect(readKey(false, 'f').command).toEqual({ kind: 'filter' });
    expect(readKey(true, 'f').command).toEqual({ kind: 'go', to: '/findings?verdict=fail' });
  });
  it('lists only keys that do something', () => {
    for (const { keys } of keyHelp) {
      if (keys.includes('Enter')) continue;
      const pressed = keys.map((key) => (key === 'Esc' ? 'Escape' : key));
      const last = pressed.reduce((step, key) => readKey(step.prefix, key), readKey(false, 'Shift'));
      expect(last.command, keys.join(' ')).not.toBeNull();
    }
  });
});
