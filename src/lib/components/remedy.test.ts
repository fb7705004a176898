import { describe, expect, it } from 'vitest';
import { remedyParts } from './remedy.ts';

describe('remedy', () => {
  it('finds the command to copy in quotes and in backticks', () => {
    expect(remedyParts('Run "apt-get update" on the host, then scan again.').commands).toEqual([
      'apt-get update',
    ]);
    expect(remedyParts('Run `sudo apt-get update`, then scan again.')).toEqual({
      text: 'Run sudo apt-get update, then scan again.',
      commands: ['sudo apt-get update'],
    });
  });
  it('does not take a quoted name for a command', () => {
    expect(remedyParts('Key "linux-2025" was refused.').commands).toEqual([]);
  });
});
