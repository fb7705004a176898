import type { HostParts } from './report-flaw.ts';
import { readPurl } from './package-url.ts';
import type { BillComponent } from '../sbom/bill.ts';

/** A component of a bill of materials. */
export type SbomComponent = BillComponent;

const MAX_COMPONENTS = 1_000_000;

/** Components by their reference, and which of them a flaw was found in. */
export interface ComponentBook {
  readonly note: (reference: string | null, component: SbomComponent) => void;
  /** What the bill describes: flaws may refer to it, but it is no component of itself. */
  readonly noteSubject: (reference: string | null, component: SbomComponent | null) => void;
  /** The component of a reference, also of a BOM-Link; a purl that is no reference names itself. */
  readonly find: (reference: string) => SbomComponent | null;
  readonly size: () => number;
  /** Every component that was noted, but what the bill describes. */
  readonly all: () => readonly SbomComponent[];
  /** Components that no flaw was found in. */
  readonly untouched: () => number;
}

export function componentBook(): ComponentBook {
  const components = new Map<string, SbomComponent>();
  const touched = new Set<string>();
  const all: SbomComponent[] = [];
  let unnamed = 0;
  return {
    all: () => all,
    note(reference, component) {
      if (all.length < MAX_COMPONENTS) all.push(component);
      const key = reference ?? component.purl;
      if (key === null || components.has(key) || components.size >= MAX_COMPONENTS) unnamed += 1;
      else components.set(key, component);
    },
    noteSubject(reference, component) {
      const key = reference ?? component?.purl ?? null;
      if (key === null || component === null || components.has(key)) return;
      components.set(key, component);
      touched.add(key);
    },
    find(reference) {
      const key = components.has(reference) ? reference : linked(reference);
      const component = components.get(key);
      if (component !== undefined) touched.add(key);
      return component ?? ofPurl(reference);
    },
    size: () => components.size + unnamed,
    untouched: () => components.size - touched.size + unnamed,
  };
}

/** `urn:cdx:serial/version#reference` */
function linked(reference: string): string {
  const [, local] = /^urn:cdx:[^#]*#(.*)$/s.exec(reference) ?? [];
  if (local === undefined) return reference;
  try {
    return decodeURIComponent(local);
  } catch {
    return local;
  }
}

function ofPurl(text: string): SbomComponent | null {
  const purl = readPurl(text);
  return purl === null ? null : { name: purl.name, version: purl.version, purl: text, type: null };
}

/** What the bill describes as a host: images and systems are told apart from source code. */
export function describedThing(
  component: SbomComponent | null,
): Pick<HostParts, 'kind' | 'name' | 'cloudId'> {
  if (component === null) return { kind: 'repository', name: null, cloudId: null };
  const { name, version, type } = component;
  const purl = readPurl(component.purl);
  const digest = purl?.digest ?? /^sha\d{3}:[0-9a-f]+$/i.exec(version ?? '')?.[0] ?? null;
  const kind = kindOf(type, purl?.type ?? null);
  // An image is one by its tag; an application stays itself from version to version.
  const tag = version === null || version === digest || kind === 'repository' ? '' : `:${version}`;
  return { kind, name: `${name}${tag}`, cloudId: digest };
}

function kindOf(type: string | null, purlType: string | null): HostParts['kind'] {
  if (type === 'container' || purlType === 'oci' || purlType === 'docker') return 'image';
  return type === 'operating-system' || type === 'device' ? 'host' : 'repository';
}
