import { describe, expect, it } from 'vitest';
import { classWord, decidedWord, scopeWords, unitWord } from './asset-words.ts';
import { ruleWords } from './rule-words.ts';

const units = [{ unit: 'payments', name: 'Payments' }];

describe('the words of a group rule', () => {
  it('joins what must hold with and, and what will do with or', () => {
    expect(ruleWords({ class: ['windows'], environment: ['production'] })).toBe(
      'Class Windows and environment production',
    );
    expect(ruleWords({ os: ['rhel', 'rocky', 'alma'] })).toBe('System rhel, rocky or alma');
    expect(ruleWords({ unit: ['payments', 'default'], scope: ['pci-cde'] }, units)).toBe(
      'Unit Payments or Unassigned and scope PCI CDE',
    );
  });
  it('says that an empty rule takes all that is left', () => {
    expect(ruleWords({})).toBe('Every asset that no group before takes');
  });
});

describe('decided values in words', () => {
  it('says not set, never an empty cell', () => {
    expect(decidedWord('owner', null)).toBe('Not set');
    expect(decidedWord('criticality', '')).toBe('Not set');
    expect(decidedWord('scope', null)).toBe('In none');
    expect(decidedWord('status', null)).toBe('Active');
    expect(decidedWord('unit', null)).toBe('Unassigned');
  });
  it('names units and scopes', () => {
    expect(unitWord('payments', units)).toBe('Payments');
    expect(unitWord('gone')).toBe('gone');
    expect(scopeWords('ephi,pci-cde')).toEqual(['ePHI', 'PCI CDE']);
    expect(decidedWord('scope', 'ephi,pci-cde')).toBe('ePHI, PCI CDE');
  });
  it('shows a value it does not know as it is', () => {
    expect(classWord('solaris')).toBe('solaris');
    expect(decidedWord('exposure', 'orbit')).toBe('orbit');
  });
});
