import { describe, expect, it } from 'vitest';
import { currentHref, initials, navigation } from './shell.ts';

const counts = {
  fixes: 15,
  findings: 1240,
  assets: null,
  running: 0,
  exceptions: 0,
  registers: 0,
  audits: 0,
  policy: 1,
};
const items = navigation(counts, { log: true }).flatMap(({ items: entries }) => entries);
const find = (label: string, all = items) => all.find((item) => item.label === label);

describe('shell', () => {
  it('shows the figures of the posture where there is work, and nothing where nothing is known', () => {
    expect(find('Patches')?.figure).toEqual({ of: 'posture', at: 'fixesToDo', value: 15 });
    expect(find('Findings')?.figure).toEqual({ of: 'posture', at: 'open', value: 1240 });
    expect(find('Assets')).not.toHaveProperty('figure');
    expect(find('Policy')?.note).toBe('v1');
  });
  it('says how many reviews of registers are overdue, and nothing while none is', () => {
    expect(find('Registers')).not.toHaveProperty('note');
    const late = navigation({ ...counts, registers: 2 }, { log: true }).flatMap(
      ({ items: entries }) => entries,
    );
    expect(find('Registers', late)?.note).toBe('2 overdue');
  });
  it('says how many requests of audits wait for the reader, and nothing while none does', () => {
    expect(find('Audits')).not.toHaveProperty('note');
    const asked = navigation({ ...counts, audits: 3 }, { log: true }).flatMap(
      ({ items: entries }) => entries,
    );
    expect(find('Audits', asked)?.note).toBe('3 waiting');
  });
  it('names scans only while some run', () => {
    expect(find('Scans')).not.toHaveProperty('note');
    const running = navigation({ ...counts, running: 2 }, { log: false }).flatMap(
      ({ items: entries }) => entries,
    );
    expect(find('Scans', running)?.note).toBe('2 running');
  });
  it('shows the log only to those who may read it', () => {
    expect(find('Log')?.href).toBe('/log');
    const others = navigation(counts, { log: false }).flatMap(({ items: entries }) => entries);
    expect(find('Log', others)).toBeUndefined();
  });
  it('marks exactly the item a page belongs to', () => {
    expect(currentHref(items, '/findings/abc')).toBe('/findings?verdict=fail');
    expect(currentHref(items, '/settings/tokens')).toBe('/settings/tokens');
    expect(currentHref(items, '/')).toBe('/');
    expect(currentHref(items, '/elsewhere')).toBeNull();
  });
  it('makes initials of any name', () => {
    expect(initials('Marta Oliveira')).toBe('MO');
    expect(initials('admin')).toBe('A');
    expect(initials(' ')).toBe('?');
  });
});
