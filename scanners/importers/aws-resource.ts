import type { VersionScheme } from '#core/version/compare.ts';
import { packageVersion, schemeOfSystem, schemeOfType } from './ecosystem-scheme.ts';
import { jsonText, type JsonObject } from './json-records.ts';
import type { HostParts } from './report-flaw.ts';
import { reportedPackage, type ReportedPackage } from './reported-package.ts';

/** A resource as Inspector or Security Hub describe it; both write the same facts in different words. */
export interface AwsResource {
  readonly id: string;
  readonly type: string;
  readonly name: string | null;
  readonly addresses: readonly string[];
  readonly platform: string | null;
  readonly repository: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
}

/**
 * Lists of findings are filtered and say themselves what is closed, so that absence never closes anything.
 * Instances are hosts, container images images; all else (functions, clusters) is a resource of the cloud.
 */
export function awsHost(resource: AwsResource): HostParts {
  const { id, type, repository, tag } = resource;
  const known = { key: id, os: resource.platform, credentialed: true, complete: false } as const;
  if (/container_?image/i.test(type)) {
    const name = repository === null ? resource.name : `${repository}${tag === null ? '' : `:${tag}`}`;
    const digest = resource.digest ?? /sha256:[0-9a-f]{64}/i.exec(id)?.[0] ?? null;
    return { ...known, kind: 'image', name, cloudId: digest ?? id };
  }
  const instance = /(?:^|\/)(i-[0-9a-f]{8,17})$/i.exec(id)?.[1];
  if (instance !== undefined) {
    return { ...known, kind: 'host', name: resource.name, addresses: resource.addresses, cloudId: instance };
  }
  return { ...known, kind: 'cloud-resource', name: resource.name ?? id, cloudId: id };
}

/** A vulnerable package as both write it. */
interface AwsPackage {
  readonly name: string;
  readonly manager: string | null;
  readonly epoch: string | null;
  readonly version: string | null;
  readonly release: string | null;
  readonly arch: string | null;
  readonly fixed: string | null;
}

/** How one of them names the fields of a package. */
export type AwsPackageWords = Readonly<Record<keyof AwsPackage, string>>;

/** A package in one of the two's own words; nothing where the record names none. */
export function readAwsPackage(
  found: JsonObject | null,
  words: AwsPackageWords,
  platform: string | null,
): ReportedPackage {
  const name = jsonText(found, words.name);
  if (name === null) return { product: null, remedy: null };
  const field = (of: keyof AwsPackage) => jsonText(found, words[of]);
  return awsPackage(
    {
      name,
      manager: field('manager'),
      epoch: field('epoch'),
      version: field('version'),
      release: field('release'),
      arch: field('arch'),
      fixed: field('fixed'),
    },
    platform,
  );
}

/** Debian's packages are listed by source (`linux`, `openssl`), those of other systems by binary name. */
function awsPackage(found: AwsPackage, platform: string | null): ReportedPackage {
  const isSystem = found.manager === null || found.manager.toUpperCase() === 'OS';
  const scheme: VersionScheme | null = isSystem ? schemeOfSystem(platform) : schemeOfType(found.manager);
  const isDebian = isSystem && /^debian/i.test(platform ?? '');
  const installed = packageVersion({ ...found, release: isSystem ? found.release : null });
  return reportedPackage({
    name: found.name,
    type: isSystem ? null : found.manager,
    purl: null,
    installed,
    // Epoch 0 is written out here and nowhere else.
    fixed: found.fixed?.replace(/(^|[,\s])0:/g, '$1') ?? null,
    scheme,
    arch: found.arch?.toLowerCase() ?? null,
    source: isDebian ? { name: found.name, version: installed } : null,
  });
}
