import { mentionsIn } from '#core/register/mentions.ts';
import type { Mention, MentionKind } from '#core/register/mentions.ts';
import type { App } from '../app.ts';
import { may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { queryControls } from '../controls/query-controls.ts';
import { queryExceptions } from '../exceptions/query-exceptions.ts';
import type { View } from '../read-view.ts';
import { entriesInView } from './register-book.ts';

type Find = (
  app: App,
  asked: { readonly viewer: Viewer; readonly view: View; readonly id: string },
) => Promise<string | null>;

/** Path of the page of what is named; null = it is not there, or not for this viewer. */
const finders: Readonly<Record<MentionKind, Find>> = {
  entry: async (app, { view, id }) => {
    const found = entriesInView(app, view).find((entry) => entry.id === id);
    return found ? `/registers/${found.state.register}/${id}` : null;
  },
  exception: async (app, { viewer, view, id }) => {
    if (!may(viewer, 'exception.read')) return null;
    const author = viewer.personId ?? '';
    const [row] = await queryExceptions(app, view, { ids: [id], viewer: author, limit: 1 });
    return row ? `/exceptions/${id}` : null;
  },
  control: async (app, { viewer, view, id }) => {
    if (!may(viewer, 'control.read')) return null;
    const [row] = await queryControls(app, view, { ids: [id], limit: 1 });
    return row ? `/controls/${id}` : null;
  },
  scan: async (app, { viewer, view, id }) => {
    if (!may(viewer, 'scan.read')) return null;
    const filters = { id, asset_id: null, job_id: null, outcome: null };
    const [row] = await app.warehouse.query('scans', { ...view.params, ...filters, limit: 1, offset: 0 });
    return row ? `/scans/${id}` : null;
  },
  policy: async (app, { id }) =>
    app.warehouse.policies().some(({ version }) => String(version) === id) ? `/policy/versions/${id}` : null,
};

/** Pages of what the fields of an entry name by id, by that id. A field that holds a version names no other number. */
export async function entryLinks(
  app: App,
  { viewer, view }: { readonly viewer: Viewer; readonly view: View },
  fields: Readonly<Record<string, string>>,
): Promise<Record<string, Record<string, string>>> {
  const links: Record<string, Record<string, string>> = {};
  for (const [name, value] of Object.entries(fields)) {
    const found: Record<string, string> = {};
    for (const { kind, id } of mentionsOf(name, value)) {
      const path = await finders[kind](app, { viewer, view, id });
      if (path !== null) found[id] = path;
    }
    links[name] = found;
  }
  return links;
}

function mentionsOf(name: string, value: string): readonly Mention[] {
  return name === 'policyVersion' && value !== '' ? [{ kind: 'policy', id: value }] : mentionsIn(value);
}
