import { readView } from '#lib/components/list-query.ts';
import type { App } from '#lib/server/app.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { listGroups } from '#lib/server/inventory/list-groups.ts';
import { listUnitNames } from '#lib/server/inventory/list-unit-names.ts';
import { listStakeholders } from '#lib/server/stakeholders/list-stakeholders.ts';
import { groupData } from './schema.ts';

/** The groups, and those that the address asks to change (`edit`) or to remove (`remove`). */
export async function groupOptions(app: App, viewer: Viewer, url: URL) {
  const view = readView(url);
  const [groups, units, systems] = await Promise.all([
    listGroups(app, viewer, view),
    listUnitNames(app, viewer, view),
    listStakeholders(app, viewer, { ...view, kind: 'group' }),
  ]);
  const named = (param: string) => {
    const asked = url.searchParams.get(param);
    return groups.rows.find(({ group }) => group !== null && group === asked);
  };
  const edited = named('edit');
  return {
    groups,
    units,
    systems,
    edited: edited?.group ? groupData({ ...edited, group: edited.group }) : null,
    removing: named('remove') ?? null,
  };
}
