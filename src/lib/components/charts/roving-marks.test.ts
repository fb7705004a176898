import { expect, test } from 'vitest';
import { nextMark } from './roving-marks.ts';

test.each([
  ['ArrowRight', 0, 1],
  ['ArrowDown', 2, 2],
  ['ArrowLeft', 0, 0],
  ['ArrowUp', 2, 1],
  ['Home', 2, 0],
  ['End', 0, 2],
])('%s on mark %i of three leads to mark %i', (key, at, next) => {
  expect(nextMark(key, at, 3)).toBe(next);
});

test.each(['Enter', 'j', 'constructor'])('%s does not move', (key) => {
  expect(nextMark(key, 0, 3)).toBeNull();
});

test('outside a mark nothing moves', () => {
  expect(nextMark('ArrowRight', -1, 3)).toBeNull();
  expect(nextMark('End', 0, 0)).toBeNull();
});
