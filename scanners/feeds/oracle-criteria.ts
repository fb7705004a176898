import type { RpmFix } from './rpm-erratum.ts';
import { evrOf } from './rpm-name.ts';
import { streamOf } from './rpm-product.ts';

/** A node of an OVAL definition's criteria with the comments of its own criterion elements. */
export interface OvalCriteria {
  readonly comments: string[];
  readonly children: OvalCriteria[];
}

interface Scope {
  readonly release: string;
  readonly arch: string | null;
  readonly module: string | null;
}

/**
 * The packages of a definition of Oracle's: conditions on release, architecture and module hold for everything below
 * the node that states them. Comments are read, since they repeat what the tests say (`NAME is earlier than EVR`).
 */
export function oracleFixes(root: OvalCriteria, scope: Scope, at: string): RpmFix[] {
  const fixes: RpmFix[] = [];
  collect(root, scope, (found) => fixes.push({ ...found, at }));
  return fixes;
}

function collect(node: OvalCriteria, outer: Scope, add: (fix: Omit<RpmFix, 'at'>) => void): void {
  let scope = outer;
  for (const comment of node.comments) scope = narrowed(scope, comment);
  for (const comment of node.comments) {
    const [, name, evr] = /^(\S{1,200}) is earlier than (\S{1,300})$/.exec(comment) ?? [];
    if (name !== undefined && evr !== undefined)
      add({ ...scope, name, evr: checked(evr), repository: lineOf(evr) });
  }
  for (const child of node.children) collect(child, scope, add);
}

function narrowed(scope: Scope, comment: string): Scope {
  const [, release] = /^Oracle Linux (\d{1,2}) is installed$/.exec(comment) ?? [];
  if (release !== undefined) return { ...scope, release };
  const [, arch] = /^Oracle Linux arch is (\w+)$/.exec(comment) ?? [];
  if (arch !== undefined) return { ...scope, arch };
  const [, module] = /^Module (\S{1,200}) is enabled$/.exec(comment) ?? [];
  return module === undefined ? scope : { ...scope, module: streamOf(module) ?? '' };
}

function checked(text: string): string | null {
  const [, epoch, version, release] = /^(?:(\d+):)?([^-:]+)-([^-:]+)$/.exec(text) ?? [];
  return version === undefined || release === undefined ? null : evrOf(epoch ?? null, version, release);
}

/** Ksplice and FIPS packages are lines of their own: a version of one says nothing of the other. */
function lineOf(evr: string): string | null {
  if (/\.ksplice/i.test(evr)) return 'ksplice';
  return /_fips/i.test(evr) ? 'fips' : null;
}
