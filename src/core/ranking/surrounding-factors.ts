import { byCodeUnits, firstFew } from './first-few.ts';
import { listedFactor, shownText } from './rank-factor.ts';
import type { RankFactor } from './rank-factor.ts';
import type { RankInputs } from './rank-inputs.ts';
import type { RankConditions, RankInputKind, RankMethod, RankRule } from './rank-rule.ts';

/** Compensating controls that are listed; the others are counted. */
const shownControls = 10;

interface Surrounding {
  readonly input: RankInputKind;
  readonly condition: keyof RankConditions | null;
  readonly value: string;
}

function severityText({ severity, rating, ratedBy }: RankInputs): string {
  const word = severity ?? 'not rated';
  if (ratedBy !== undefined) return `${word}, by the report of ${ratedBy}`;
  return rating === null ? word : `${word} ("${rating}")`;
}

function exposureText(method: RankMethod, exposure: string | null): string {
  if (exposure === null) return 'not known: counts as exposed';
  return method.exposed.includes(exposure) ? `${exposure}: exposed` : `${exposure}: not exposed`;
}

function scopeText(scopes: readonly string[]): string {
  return scopes.length === 0 ? 'none' : [...new Set(scopes)].sort(byCodeUnits).join(', ');
}

function surroundings(method: RankMethod, inputs: RankInputs): readonly Surrounding[] {
  const { knownExploited, exposure, scopes, criticality, environment } = inputs;
  const exploited: readonly Surrounding[] =
    knownExploited === null
      ? []
      : [
          {
            input: 'kev',
            condition: 'advisoryExploited',
            value: `exploited since ${knownExploited}, by the advisory`,
          },
        ];
  return [
    ...exploited,
    { input: 'severity', condition: 'severity', value: severityText(inputs) },
    { input: 'exposure', condition: 'exposed', value: exposureText(method, exposure) },
    { input: 'scope', condition: 'scope', value: scopeText(scopes) },
    { input: 'criticality', condition: null, value: criticality ?? 'not decided' },
    { input: 'environment', condition: null, value: environment ?? 'not decided' },
  ];
}

function controlFactors(method: RankMethod, { controls }: RankInputs): readonly RankFactor[] {
  const texts = controls.map(({ name, effect }) => `${name}: ${effect}`);
  const few = firstFew(texts, byCodeUnits, shownControls);
  return few.map((text, index) => {
    const more = index === few.length - 1 ? texts.length - few.length : 0;
    const seen = { input: 'control', cve: null, value: shownText(text), decides: false, more } as const;
    return listedFactor(seen, undefined, method);
  });
}

/** What the advisory says and where the asset stands. `speaking` = the rules that hold, strongest first. */
export function surroundingFactors(
  method: RankMethod,
  inputs: RankInputs,
  speaking: readonly RankRule[],
  decided: RankRule,
): readonly RankFactor[] {
  const factors = surroundings(method, inputs).map(({ input, condition, value }) => {
    const reads = (rule: RankRule): boolean => condition !== null && rule.when[condition] !== undefined;
    const decides = reads(decided);
    const seen = { input, cve: null, value: shownText(value), decides, more: 0 };
    return listedFactor(seen, decides ? decided : speaking.find(reads), method);
  });
  return [...factors, ...controlFactors(method, inputs)];
}
