import { AppError } from '#core/errors.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import { validatePolicy } from '#core/policy/validate-policy.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';

/**
 * Publish the next version of the policy without signatures, as a demo or a new installation does before there are
 * people; whoever is a person drafts it, and others sign. It governs clocks that start on or after its effective date; with
 * `alsoOpen` what is open and not yet due then gets a second deadline.
 * @throws AppError POLICY_INVALID, POLICY_VERSION_TAKEN
 */
export async function publishPolicy(
  app: App,
  viewer: Viewer,
  input: PolicyVersion,
): Promise<{ seq: number }> {
  authorise(viewer, 'policy.publish');
  const policy = validatePolicy(input);
  await app.warehouse.catchUp();
  const next = Math.max(0, ...app.warehouse.policies().map(({ version }) => version)) + 1;
  if (policy.version !== next) {
    throw new AppError({
      code: 'POLICY_VERSION_TAKEN',
      message: `The next version of the policy is ${next}, not ${policy.version}.`,
      remedy: `Read the policy again and publish version ${next}.`,
      status: 409,
    });
  }
  const event = app.store.transaction(() =>
    app.store.log.append({
      kind: 'policy.published',
      object: `policy/${policy.version}`,
      body: policy,
      actor: viewer.personId,
      via: viewer.via,
    }),
  );
  await app.warehouse.catchUp();
  return { seq: event.seq };
}
