import { systemText } from '#core/stakeholder/system-content.ts';
import type { SystemName } from '#core/stakeholder/system-content.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';

export interface NamedSystem extends SystemName {
  /** `unit/payments`. */
  readonly system: string;
  readonly name: string;
}

/** The business units and asset groups of a view, by name, units first. */
export async function knownSystems(app: Pick<App, 'warehouse'>, view: View): Promise<readonly NamedSystem[]> {
  const [units, groups] = await Promise.all([
    app.warehouse.query('unit-names', view.params),
    app.warehouse.query('groups', { ...view.params, covered_since: view.coveredSince }),
  ]);
  return [
    ...units
      .filter(({ unit }) => unit !== 'default')
      .map(({ unit, name }) => named({ kind: 'unit', id: unit }, name)),
    ...groups.flatMap(({ group, name }) =>
      group === null ? [] : [named({ kind: 'group', id: group }, name)],
    ),
  ];
}

function named(system: SystemName, name: string): NamedSystem {
  return { ...system, system: systemText(system), name };
}
