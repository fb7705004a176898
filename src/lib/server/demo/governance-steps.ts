import { demoEntries } from './register-entries.ts';
import type { DemoAnswer, DemoEntry, DemoHand } from './register-entries.ts';
import { demoSystems } from './demo-systems.ts';
import type { DemoSystem } from './demo-systems.ts';
import { DAY, HOUR } from './simulate-estate.ts';
import type { DemoPlan } from './simulate-estate.ts';

/** What people record beside findings, at that instant (UTC ms). */
export type GovernanceStep = { readonly at: number } & (
  | { readonly kind: 'entry'; readonly entry: DemoEntry }
  | { readonly kind: 'answer'; readonly key: string; readonly answer: DemoAnswer }
  | { readonly kind: 'stakeholders'; readonly system: DemoSystem }
  | { readonly kind: 'acknowledge'; readonly system: string; readonly by: DemoHand }
);

/** Entries of all registers with what was said of them, and the people of three systems. */
export function governanceSteps({ untilAt }: DemoPlan): GovernanceStep[] {
  const at = (before: number, hour: number) => untilAt - before * DAY + hour * HOUR;
  const entries = demoEntries.flatMap((entry): GovernanceStep[] => [
    { at: at(entry.before, 10), kind: 'entry', entry: withDays(entry, untilAt) },
    ...entry.answers.map((answer): GovernanceStep => ({
      at: at(answer.before, 14),
      kind: 'answer',
      key: entry.key,
      answer,
    })),
  ]);
  const systems = demoSystems.flatMap((system): GovernanceStep[] => [
    { at: at(system.before, 11), kind: 'stakeholders', system },
    ...system.acknowledgedBy.map((by, index): GovernanceStep => ({
      at: at(system.before, 12 + index),
      kind: 'acknowledge',
      system: system.system,
      by,
    })),
  ]);
  return [...entries, ...systems];
}

/** `{day:N}` as the day N days before the end. */
function withDays({ fields, ...entry }: DemoEntry, untilAt: number): DemoEntry {
  const dayOf = (before: number) => new Date(untilAt - before * DAY).toISOString().slice(0, 10);
  const said = Object.entries(fields).map(([name, text]) => [
    name,
    text.replace(/\{day:(-?\d+)\}/g, (_whole, before: string) => dayOf(Number(before))),
  ]);
  return { ...entry, fields: Object.fromEntries(said) as DemoEntry['fields'] };
}
