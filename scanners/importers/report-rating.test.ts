import { describe, expect, it } from 'vitest';
import { bestCvss, readCvss, severityOfScore, severityOfWord } from './report-rating.ts';

describe('readCvss', () => {
  const vector2 = 'AV:N/AC:L/Au:N/C:N/I:N/A:P';
  const vector3 = 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

  it.each([
    [`CVSS2#${vector2}`, '2.0', vector2],
    [`(${vector2})`, '2.0', vector2],
    [vector2, '2.0', vector2],
    [`CVSS:3.1/${vector3}`, '3.1', `CVSS:3.1/${vector3}`],
  ] as const)('reads %s', (text, version, vector) => {
    expect(readCvss('2.0', '7.5', text)).toEqual({ version, score: 7.5, vector });
  });

  it('writes the version before a bare vector of version 3', () => {
    expect(readCvss('3.0', 7.5, vector3)?.vector).toBe(`CVSS:3.0/${vector3}`);
  });

  it('takes no score outside 0 to 10, no score that is none, and no bare 0', () => {
    expect(['75', '-1', 'x', '', null, '0'].map((score) => readCvss('3.1', score, null))).toEqual(
      Array(6).fill(null),
    );
  });

  it('keeps the score without a vector that cannot be read', () => {
    expect(readCvss('3.1', '5', 'nonsense')).toEqual({ version: '3.1', score: 5, vector: null });
  });
});

describe('bestCvss', () => {
  it('prefers the newest version, and of equals the first', () => {
    const [two, three, later] = [
      readCvss('2.0', 9, null),
      readCvss('3.1', 5, null),
      readCvss('3.1', 6, null),
    ];
    expect(bestCvss([two, null, three, later])).toBe(three);
    expect(bestCvss([null])).toBeNull();
  });
});

describe('severity', () => {
  it.each([
    [0, 'info'],
    [0.1, 'low'],
    [3.9, 'low'],
    [4, 'medium'],
    [6.9, 'medium'],
    [7, 'high'],
    [9, 'critical'],
    [10, 'critical'],
  ])('of the score %d is %s', (score, severity) => {
    expect(severityOfScore(score)).toBe(severity);
  });

  it('of a word is found in any case; an unknown word rates nothing', () => {
    const words = [' Important', 'MODERATE', 'None', 'Defcon1', 'unimportant', 'purple'];
    expect(words.map(severityOfWord)).toEqual(['high', 'medium', 'info', 'critical', 'low', null]);
  });
});
