import type {
  AutomaticRule,
  OperatingRules,
  RestartRules,
  Ring,
  ScanRule,
} from '#core/policy/operating-rules.ts';
import { ranks } from '#core/policy/rank.ts';
import { formatLimit } from './durations.ts';
import { readLimit } from './policy-words.ts';

type Unchecked = Record<string, unknown>;

const listText = (items: readonly string[]): string => items.join(', ');
const readList = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What follows the first semicolon of a line: `class=debian, ubuntu; group=servers`. */
function readParts(parts: readonly string[], names: Readonly<Record<string, string>>): Unchecked {
  return Object.fromEntries(
    parts.filter(Boolean).map((part) => {
      const [name = '', value = ''] = part.split('=').map((one) => one.trim());
      return [names[name] ?? name, readList(value)];
    }),
  );
}

function onlyWhere(parts: Readonly<Record<string, readonly string[] | undefined>>): string {
  return Object.entries(parts)
    .map(([name, values]) => (values ? `; ${name}=${listText(values)}` : ''))
    .join('');
}

/** A rule on scan frequency as people write it: `servers: credentialed every 7 d; class=debian, ubuntu`. */
export function scanRuleText({ id, method, every, classes, groups, exposure }: ScanRule): string {
  return `${id}: ${method} every ${formatLimit(every)}${onlyWhere({ class: classes, group: groups, exposure })}`;
}

/** The same read, one a line; what is not understood is refused where the policy is checked. */
export function readScanRules(text: string): Unchecked[] {
  return lines(text).map((line) => {
    const [head = '', ...parts] = line.split(';');
    const [, id = '', method = '', every = ''] = /^([^:]*):\s*(\S+)\s+every\s+(.+)$/.exec(head.trim()) ?? [];
    const where = readParts(parts, { class: 'classes', group: 'groups' });
    return { id: id.trim(), method, every: readLimit(every), ...where };
  });
}

/** What may be installed without an approval: `severe, high from vendor-security`. */
export function automaticText({ ranks: of, sources }: AutomaticRule): string {
  return `${listText(of)} from ${listText(sources)}`;
}

/** The same read, one a line. */
export function readAutomatic(text: string): Unchecked[] {
  return lines(text).map((line) => {
    const [of = '', sources = ''] = line.split(/\bfrom\b/);
    return { ranks: readList(of), sources: readList(sources) };
  });
}

/** One wave of a rollout: `Pilot: wait 2 d; group=test`. */
export function ringText({ name, soak, groups }: Ring): string {
  return `${name}: wait ${formatLimit(soak)}${onlyWhere({ group: groups })}`;
}

/** The same read, one a line, in order. */
export function readRings(text: string): Unchecked[] {
  return lines(text).map((line) => {
    const [head = '', ...parts] = line.split(';');
    const [, name = '', soak = ''] = /^(.+):\s*wait\s+(.+)$/.exec(head.trim()) ?? [];
    return { name: name.trim(), soak: readLimit(soak), ...readParts(parts, { group: 'groups' }) };
  });
}

/** Who restarts, when, and how long an installed fix may wait for it, as sentences. */
export function restartText({ by, window, outside, pendingAtMost }: RestartRules): string {
  return [
    `By ${listText(by)}.`,
    `Window: ${window}.`,
    outside.length > 0 ? `Outside of it for ${listText(outside)}.` : 'Never outside of it.',
    `A restart waits at most ${formatLimit(pendingAtMost)}.`,
  ].join(' ');
}

/** Words of a clause that a version does not have. */
export const NOT_STATED = 'Not stated.';

/** What a version says beside limits and windows, clause by clause, in words; the same clauses for every version. */
export function operatingClauses(rules: OperatingRules): readonly (readonly [string, string])[] {
  const { scanFrequency, meanings, deployment, restarts } = rules;
  const inLines = (texts: readonly string[] | undefined, none: string): string => {
    if (texts === undefined) return NOT_STATED;
    return texts.length > 0 ? texts.join('\n') : none;
  };
  return [
    ['Scan frequency', inLines(scanFrequency?.map(scanRuleText), 'No rule.')],
    ...ranks.map((rank) => [`Meaning of ${rank}`, meanings?.[rank] ?? NOT_STATED] as const),
    [
      'Installed without approval',
      inLines(deployment?.automatic.map(automaticText), 'Nothing without an approval.'),
    ],
    ['Rings', inLines(deployment?.rings.map(ringText), 'All at once.')],
    ['Restarts', restarts ? restartText(restarts) : NOT_STATED],
  ];
}

/** What a form says of these rules, as texts; empty = the version does not say it. */
export interface OperatingTexts {
  readonly scanFrequency: string;
  /** From severe to low. */
  readonly meanings: string[];
  readonly automatic: string;
  readonly rings: string;
  readonly restartBy: string;
  readonly restartWindow: string;
  readonly restartOutside: string;
  readonly restartWait: string;
  readonly reviewEvery: string;
}

/** The rules as their form shows them. */
export function operatingTexts(rules: OperatingRules): OperatingTexts {
  const { scanFrequency, meanings, deployment, restarts, reviewEvery } = rules;
  return {
    scanFrequency: (scanFrequency ?? []).map(scanRuleText).join('\n'),
    meanings: ranks.map((rank) => meanings?.[rank] ?? ''),
    automatic: (deployment?.automatic ?? []).map(automaticText).join('\n'),
    rings: (deployment?.rings ?? []).map(ringText).join('\n'),
    restartBy: listText(restarts?.by ?? []),
    restartWindow: restarts?.window ?? '',
    restartOutside: listText(restarts?.outside ?? []),
    restartWait: restarts ? formatLimit(restarts.pendingAtMost) : '',
    reviewEvery: reviewEvery ? formatLimit(reviewEvery) : '',
  };
}

/** The rules that a form describes, to be checked by the use case. */
export function readOperating(texts: OperatingTexts): Unchecked {
  const { meanings, automatic, rings, restartBy, restartWindow, restartOutside, restartWait } = texts;
  const restarts = [restartBy, restartWindow, restartOutside, restartWait];
  return {
    ...(texts.scanFrequency.trim() === '' ? {} : { scanFrequency: readScanRules(texts.scanFrequency) }),
    ...(meanings.every((text) => text.trim() === '')
      ? {}
      : { meanings: Object.fromEntries(ranks.map((rank, at) => [rank, meanings[at]?.trim()])) }),
    ...(automatic.trim() === '' && rings.trim() === ''
      ? {}
      : { deployment: { automatic: readAutomatic(automatic), rings: readRings(rings) } }),
    ...(restarts.every((text) => text.trim() === '')
      ? {}
      : {
          restarts: {
            by: readList(restartBy),
            window: restartWindow,
            outside: readList(restartOutside),
            pendingAtMost: readLimit(restartWait),
          },
        }),
    ...(texts.reviewEvery.trim() === '' ? {} : { reviewEvery: readLimit(texts.reviewEvery) }),
  };
}
