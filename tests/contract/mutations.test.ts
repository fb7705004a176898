import { afterAll, describe, expect, it } from 'vitest';
import { mutationSubjects, refusalCode } from '../fixtures/mutation-subjects.ts';
import { mutations } from '../fixtures/mutations.ts';

/** Of every fixture of feeds and reports; the nightly run reads 1,000,000 with other seeds. */
const COPIES = 200;
const subjects = mutationSubjects();
let read = 0;
let refused = 0;

describe.each(subjects)('$reader reading $file', ({ bytes, read: readBytes }) => {
  it(`ends with a result or an error of its own on ${COPIES} damaged copies`, async () => {
    for (const damaged of mutations(bytes, COPIES, 7)) {
      try {
        await readBytes(damaged);
        read += 1;
      } catch (error) {
        if (refusalCode(error) === null) throw error;
        refused += 1;
      }
    }
  });
});

afterAll(() => {
  expect(read + refused).toBeGreaterThanOrEqual(20_000);
  // Some damage is in texts that may say anything; most is not.
  expect(refused).toBeGreaterThan(read / 4);
  expect(read).toBeGreaterThan(0);
});
