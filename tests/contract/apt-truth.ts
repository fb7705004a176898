import { z } from 'zod';
import { isSecurityArchive } from '#core/advisory/security-archive.ts';
import type { HostObservation, PackagePolicy } from '#core/inventory/observation.ts';
import { debSign } from '#core/version/deb.ts';

const updateSchema = z.object({
  package: z.string(),
  arch: z.string(),
  installed: z.string(),
  candidate: z.string(),
  security_version: z.string().nullable(),
  held: z.boolean(),
  phased: z.number().nullable(),
});

/** What an independent reader, as root on the host, says is pending. */
export const truthSchema = z.object({
  host: z.string(),
  packages_installed: z.number(),
  updates: z.array(updateSchema),
});

export type Pending = z.infer<typeof updateSchema>;

/** The same list out of an observation: every package with a newer candidate or a security version above it. */
export function pendingOf(observation: HostObservation): Pending[] {
  const security = new Set(
    observation.archives.filter((one) => isSecurityArchive(one, observation.os)).map(({ id }) => id),
  );
  return observation.packages
    .flatMap((entry) => {
      const policy = observation.policies.get(`${entry.name}:${entry.arch}`);
      if (!policy) return [];
      const best = highestSecurity(policy, security);
      const newer = policy.candidate !== null && debSign(policy.candidate, policy.installed) === 1;
      if (!newer && best === null) return [];
      const phased = policy.versions.find(({ version }) => version === policy.candidate)?.phased ?? null;
      const { name, arch, held } = entry;
      const candidate = policy.candidate ?? '(none)';
      return [
        { package: name, arch, installed: policy.installed, candidate, security_version: best, held, phased },
      ];
    })
    .sort((a, b) => (a.package < b.package ? -1 : 1));
}

function highestSecurity(policy: PackagePolicy, security: ReadonlySet<string>): string | null {
  let best: string | null = null;
  for (const { version, archives } of policy.versions) {
    if (archives.some((id) => security.has(id)) && debSign(version, best ?? policy.installed) === 1)
      best = version;
  }
  return best;
}
