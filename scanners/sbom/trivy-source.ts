/** Names of properties that Trivy writes into a CycloneDX document (aquasecurity/trivy, pkg/sbom/cyclonedx/marshal.go). */
const PREFIX = 'aquasecurity:trivy:';

/**
 * The source package of a component as Trivy tells it: by properties, where others have `upstream=` in the purl. Nothing
 * where it does not.
 * @param properties by name
 */
export function trivySource(properties: ReadonlyMap<string, string>): { readonly upstream?: string } {
  const of = (name: string) => properties.get(`${PREFIX}${name}`) ?? '';
  const [name, version] = [of('SrcName'), of('SrcVersion')];
  if (name === '') return {};
  if (version === '') return { upstream: name };
  const epoch = /^[1-9]\d*$/.test(of('SrcEpoch')) ? `${of('SrcEpoch')}:` : '';
  const release = of('SrcRelease') === '' ? '' : `-${of('SrcRelease')}`;
  return { upstream: `${name}@${epoch}${version}${release}` };
}

/** The same from an SPDX document: `built package from: openssl 3.0.11-1~deb12u2`. */
export function sourceInInfo(sourceInfo: string | null): { readonly upstream?: string } {
  const [, name, version] = /^built package from: (\S{1,300}) (\S{1,200})$/.exec(sourceInfo ?? '') ?? [];
  return name === undefined || version === undefined ? {} : { upstream: `${name}@${version}` };
}
