import type { CsafPlacement, CsafProduct } from './csaf.ts';
import { evrOf, isRpmArchitecture, isRpmPackageName, isSourceArchitecture, parseNevra } from './rpm-name.ts';
import { readRpmPurl } from './rpm-purl.ts';

/** A component of a CSAF product tree as an RPM package. */
export interface RpmProduct {
  readonly name: string;
  /** True for a source package, or a bare component name. */
  readonly isSource: boolean;
  readonly arch: string | null;
  /** null = the component is named without a version. */
  readonly evr: string | null;
  /** `name:stream`. */
  readonly module: string | null;
}

/** Reads the component of a placement; a text says why it is not an RPM package. */
export function rpmProductOf({
  component,
  between,
}: Pick<CsafPlacement, 'component' | 'between'>): RpmProduct | string {
  const product = component.purl === null ? fromName(component) : fromPurl(component.purl, component);
  if (typeof product === 'string' || product.module !== null) return product;
  const [module] = between.flatMap((part) => moduleOf(part) ?? []);
  return module === undefined ? product : { ...product, module };
}

function fromPurl(text: string, component: CsafProduct): RpmProduct | string {
  const purl = readRpmPurl(text);
  if (purl === null) return 'a package URL that cannot be read';
  if (purl.type === 'rpmmod') return 'a module itself';
  if (purl.type !== 'rpm') return 'not an RPM package';
  const { name, arch, version } = purl;
  if (!isRpmPackageName(name)) return 'a package without a name';
  if (arch !== null && !isRpmArchitecture(arch)) return 'a package without a known architecture';
  const module = purl.module === null ? null : streamOf(purl.module);
  if (purl.module !== null && module === null) return 'a module without a stream';
  const evr = version === null ? null : versionOf(version, purl.epoch ?? epochIn(component));
  if (version !== null && evr === null) return 'a package whose version cannot be read';
  // SUSE names binaries without architecture, by their version or by what they were built from; a name alone is a component.
  const isBare = evr === null && purl.upstream === null;
  const isSource = arch === null ? isBare : isSourceArchitecture(arch);
  return { name, isSource, arch: isSource ? null : arch, evr, module };
}

function versionOf(version: string, epoch: string | null): string | null {
  const colon = version.indexOf(':');
  const dash = version.lastIndexOf('-');
  if (dash <= colon) return null;
  return evrOf(
    colon < 0 ? epoch : version.slice(0, colon),
    version.slice(colon + 1, dash),
    version.slice(dash + 1),
  );
}

/** Older package URLs leave out the epoch that the product's name gives. */
function epochIn({ name }: CsafProduct): string | null {
  return /-(\d+):[^:]*$/.exec(withoutModule(name))?.[1] ?? null;
}

/** Newer documents write `package::module:stream`. */
function withoutModule(name: string): string {
  const at = name.indexOf('::');
  return at < 0 ? name : name.slice(0, at);
}

function fromName({ name }: CsafProduct): RpmProduct | string {
  const bare = withoutModule(name);
  const behind = bare === name ? null : streamOf(name.slice(bare.length + 2));
  const nevra = parseNevra(bare);
  if (nevra) {
    const isSource = isSourceArchitecture(nevra.arch);
    return { name: nevra.name, isSource, arch: isSource ? null : nevra.arch, evr: nevra.evr, module: behind };
  }
  const [, anyArch, version, release] = /^(.{1,200})-(\d[^-:/]*)-(\d[^-:/]*)$/.exec(bare) ?? [];
  const evr = evrOf(null, version ?? '', release ?? '');
  if (anyArch !== undefined && evr !== null && isRpmPackageName(anyArch))
    return { name: anyArch, isSource: false, arch: null, evr, module: behind };
  const slash = bare.indexOf('/');
  const before = slash < 0 ? null : streamOf(bare.slice(0, slash));
  if (slash >= 0 && before === null) return 'not an RPM package';
  const source = bare.slice(slash + 1);
  if (!isRpmPackageName(source)) return 'a package without a name';
  return { name: source, isSource: true, arch: null, evr: null, module: before ?? behind };
}

function moduleOf(part: CsafProduct): string | null {
  const purl = part.purl === null ? null : readRpmPurl(part.purl);
  if (purl?.type === 'rpmmod') return streamOf(`${purl.name}:${purl.version ?? ''}`);
  return purl === null ? streamOf(part.name) : null;
}

/** `name:stream` of a module label `name:stream[:version[:context[:arch]]]`; null where it has no stream. */
export function streamOf(label: string): string | null {
  const [, stream] =
    /^([A-Za-z0-9_.+-]{1,100}:[A-Za-z0-9_.+-]{1,100})(?::[A-Za-z0-9_.+-]*){0,3}$/.exec(label) ?? [];
  return stream ?? null;
}
