import type { GroupRule } from '../server/inventory/group-rule.ts';
import { classWord, decidedWord, unitWord } from './asset-words.ts';

type Units = readonly { readonly unit: string; readonly name: string }[];

const parts: readonly {
  readonly key: keyof GroupRule;
  readonly name: string;
  readonly word: (value: string, units: Units) => string;
}[] = [
  { key: 'class', name: 'class', word: classWord },
  { key: 'os', name: 'system', word: (value) => value },
  { key: 'unit', name: 'unit', word: unitWord },
  { key: 'environment', name: 'environment', word: (value) => lower(decidedWord('environment', value)) },
  { key: 'exposure', name: 'exposure', word: (value) => lower(decidedWord('exposure', value)) },
  { key: 'criticality', name: 'criticality', word: (value) => lower(decidedWord('criticality', value)) },
  { key: 'scope', name: 'scope', word: (value) => decidedWord('scope', value) },
];

const lower = (text: string): string => text.toLowerCase();

/** A group's rule as a sentence: `Class Windows or Debian, and environment production`. */
export function ruleWords(rule: GroupRule, units: Units = []): string {
  const said = parts.flatMap(({ key, name, word }) => {
    const values = rule[key];
    return values ? [`${name} ${alternatives(values.map((value) => word(value, units)))}`] : [];
  });
  if (said.length === 0) return 'Every asset that no group before takes';
  const sentence = said.join(' and ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function alternatives(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
