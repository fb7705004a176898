import { readSubject } from '#core/audit/audit-subject.ts';
import type { Subject, SubjectName } from '#core/audit/audit-subject.ts';
import { AppError, isAppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getException } from '../exceptions/get-exception.ts';
import { getPatch } from '../findings/get-patch.ts';
import { getEntry } from '../registers/get-entry.ts';
import { findScan } from '../scans/get-scan.ts';
import { queryAssets } from '../inventory/list-assets.ts';
import { queryFindings } from '../findings/query-findings.ts';
import { resolveView } from '../read-view.ts';
import type { View } from '../read-view.ts';

/** What somebody speaks about, and the unit whose people may read of it; null = of several units. */
export interface FoundSubject extends Subject {
  readonly unit: string | null;
}

/** What was found, under the name that it has itself: an asset is found by its name as well. */
interface Found extends Pick<FoundSubject, 'label' | 'unit'> {
  readonly id?: string;
}
interface Asking {
  readonly app: App;
  readonly viewer: Viewer;
  readonly view: View;
}
type Find = (asking: Asking, id: string) => Promise<Found | null>;

const finders: Readonly<Record<SubjectName['kind'], Find>> = {
  finding: async ({ app, view }, id) => {
    const [row] = await queryFindings(app, view, { id }, { limit: 1, offset: 0 });
    return row ? { label: `${row.product} on ${row.asset}`, unit: row.unit } : null;
  },
  patch: async ({ app, viewer }, name) => {
    const { patch, findings, total } = await getPatch(app, viewer, { id: name });
    return { id: patch.fix, label: `${patch.fix}, ${patch.product}`, unit: oneUnit(findings, total) };
  },
  asset: ({ app, view }, name) => findAsset(app, view, name),
  exception: async ({ app, viewer }, id) => {
    const { exception, findings, covers } = await getException(app, viewer, { id });
    return { label: `${id}, ${exception.title}`, unit: oneUnit(findings, covers.findings) };
  },
  policy: ({ app }, id) => {
    const known = app.warehouse.policies().some(({ version }) => String(version) === id);
    return Promise.resolve(known ? { label: `Policy version ${id}`, unit: '*' } : null);
  },
  register: async ({ app, viewer }, id) => {
    const { entry } = await getEntry(app, viewer, { id });
    return { label: `${id}, ${entry.title}`, unit: entry.unit };
  },
  scan: async ({ app, viewer, view }, id) => {
    const scan = await findScan(app, viewer, { id });
    const asset = await findAsset(app, view, scan.assetId);
    return { label: `Scan of ${scan.asset}`, unit: asset?.unit ?? null };
  },
};

async function findAsset(app: App, view: View, id: string) {
  const [row] = await queryAssets(app, view, { id, status: 'any' });
  return row ? { id: row.id, label: row.name, unit: row.unit } : null;
}

/** The unit of all findings, where it is one and all of them are known. */
function oneUnit(findings: readonly { readonly unit: string }[], total: number): string | null {
  const units = new Set(findings.map(({ unit }) => unit));
  const [unit] = units;
  return unit !== undefined && units.size === 1 && findings.length >= total ? unit : null;
}

/**
 * What the address of a page of this product names, as the viewer sees it.
 * @throws AppError SUBJECT_INVALID for any other address, and for what the viewer does not see
 */
export async function openSubject(app: App, viewer: Viewer, text: string): Promise<FoundSubject> {
  const named = readSubject(pathOf(text));
  if (!named) throw invalid();
  const { kind } = named;
  try {
    const view = await resolveView(app, viewer, {});
    const found = await finders[kind]({ app, viewer, view }, named.id);
    if (!found) throw invalid();
    const { id = named.id, label, unit } = found;
    const path = named.path.replace(/[^/]+$/, encodeURIComponent(id));
    return { path, kind, id, label: label.slice(0, 200), unit };
  } catch (error) {
    if (isAppError(error) && (error.status === 404 || error.status === 409)) throw invalid();
    throw error;
  }
}

/** An address that was copied whole counts by its path: the object has to be here anyway. */
function pathOf(text: string): string {
  return text.trim().replace(/^https?:\/\/[^/]+/i, '');
}

function invalid(): AppError {
  return new AppError({
    code: 'SUBJECT_INVALID',
    message: 'That is no page of a finding, patch, asset, exception, policy version, register entry or scan.',
    remedy: 'Copy the address of its page.',
    where: { field: 'about' },
  });
}
