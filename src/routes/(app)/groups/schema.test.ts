import { describe, expect, it } from 'vitest';
import { groupData, ruleOf } from './schema.ts';

describe('the form of an asset group', () => {
  it('gives the rule back that it was filled with', () => {
    const rule = { os: ['rhel', 'rocky'], class: ['redhat' as const], environment: ['production' as const] };
    expect(ruleOf(groupData({ group: 'rh', name: 'Red Hat', position: 10, rule }))).toEqual(rule);
  });
  it('leaves out what was not chosen', () => {
    expect(ruleOf(groupData({ group: 'all', name: 'All', position: 10, rule: {} }))).toEqual({});
  });
});
