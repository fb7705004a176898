import { isSettingsFix } from '#core/advisory/settings-item.ts';
import type { App } from '../app.ts';
import { may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { View } from '../read-view.ts';
import type { FindingAdvice } from './find-advice.ts';
import type { FindingDocumentRow } from './finding-row.ts';

/**
 * What a finding's fix asks for besides installing, what is left of it, and what people recorded. null = it asks for
 * nothing, and nobody recorded anything.
 */
export async function findSteps(
  app: App,
  viewer: Viewer,
  about: { readonly view: View; readonly finding: FindingDocumentRow; readonly advice: FindingAdvice },
) {
  const { view, finding, advice } = about;
  const rows = await app.warehouse.query('steps-of', { ...view.params, id: finding.id });
  const text = advice?.steps ?? null;
  if (text === null && rows.length === 0) return null;
  const records = rows.map(({ person, ...row }) => ({
    ...row,
    by: app.store.people.name(person) ?? 'erased person',
  }));
  return {
    text,
    /** The fixed version is installed, or there is none to install, and a step is not verified. */
    left:
      finding.state === 'claimed' ||
      (finding.state === 'reboot_pending' && text !== null) ||
      (finding.state === 'open' && isSettingsFix(finding.fix)),
    /** There is no version to install: the step is all that there is to do. */
    alone: isSettingsFix(finding.fix),
    /** A person's word closed it. */
    stands: finding.state === 'fixed' && (finding.verifiedBy?.startsWith('steps ') ?? false),
    mayRecord: may(viewer, 'step.record', [finding.unit]),
    records,
  };
}
