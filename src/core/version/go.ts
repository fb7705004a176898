import { defineOrder, readable } from './define-order.ts';
import { preReleaseOf } from './semver.ts';
import { semanticDifference } from './semver-precedence.ts';
import type { SemanticVersion } from './semver-precedence.ts';

const number = '(0|[1-9][0-9]*)';
const build = String.raw`(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?`;
const moduleForm = new RegExp(String.raw`^v?${number}\.${number}\.${number}(?:-([0-9A-Za-z.-]+))?${build}$`);
const shortForm = new RegExp(String.raw`^v${number}(?:\.${number})?$`);
const toolchainForm = new RegExp(
  String.raw`^(?:go)?${number}(?:\.${number}(?:\.${number}|([a-z]+)(${number})?)?)?(?:-[0-9A-Za-z.-]+)?$`,
);

/** From Go 1.21 on, 1.N alone is the language version, lower than each of its release candidates. */
const firstWithZeroPatch = 21;

function parseModule(text: string): SemanticVersion | null {
  const [, major, minor, patch, suffix] = moduleForm.exec(text) ?? [];
  if (major !== undefined && minor !== undefined && patch !== undefined) {
    const preRelease = suffix === undefined ? [] : preReleaseOf(suffix);
    return preRelease && { numbers: [major, minor, patch], preRelease };
  }
  const [, shortMajor, shortMinor = '0'] = shortForm.exec(text) ?? [];
  return shortMajor === undefined ? null : { numbers: [shortMajor, shortMinor, '0'], preRelease: [] };
}

function parseToolchain(text: string): SemanticVersion | null {
  const [, major, minor, patch, kind, pre] = toolchainForm.exec(text) ?? [];
  if (major === undefined) return null;
  if (minor === undefined) return { numbers: [major, '0', '0'], preRelease: [] };
  // A release candidate is the one of the first release: go1.21rc2 is 1.21.0-rc.2.
  if (kind !== undefined)
    return { numbers: [major, minor, '0'], preRelease: pre === undefined ? [kind] : [kind, pre] };
  const isLanguage = patch === undefined && Number(minor) >= firstWithZeroPatch;
  return { numbers: [major, minor, isLanguage ? '' : (patch ?? '0')], preRelease: [] };
}

function parseGo(text: string): SemanticVersion | string {
  const version = text.startsWith('go') ? parseToolchain(text) : (parseModule(text) ?? parseToolchain(text));
  return version ?? `${readable(text)} is neither a Go module version nor a Go release`;
}

/**
 * Order of Go versions: modules `v1.2.3`, `v0.0.0-20191109021931-daa7c04131f5`, `v2.0.0+incompatible` (Go Modules
 * Reference, "Versions"; golang.org/x/mod/semver) and toolchains `go1.21.3`, `go1.21rc2` (Go Toolchains, "Go
 * versions"; internal/gover). A toolchain stands where the Go vulnerability database puts it: go1.21rc2 is
 * 1.21.0-rc.2. The `v` may be missing, as in that database.
 */
export const go = defineOrder({ title: 'Go', parse: parseGo, difference: semanticDifference });
