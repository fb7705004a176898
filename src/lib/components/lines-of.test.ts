import { expect, it } from 'vitest';
import { linesOf } from './lines-of.ts';

it('takes one entry per line and leaves empty lines out', () => {
  expect(linesOf('TICKET-1\r\n\n  https://example.org/a \n')).toEqual(['TICKET-1', 'https://example.org/a']);
});
