import { defineOrder, readable } from './define-order.ts';
import { semanticDifference } from './semver-precedence.ts';
import type { SemanticVersion } from './semver-precedence.ts';

/** The grammar of semver.org, with the `v` that tags put before it. */
const form =
  /^v?(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** Identifiers of a pre-release, or null when one is empty or a number with a leading zero (§9). */
export function preReleaseOf(text: string): readonly string[] | null {
  const identifiers = text.split('.');
  return identifiers.some((one) => one === '' || /^0[0-9]+$/.test(one)) ? null : identifiers;
}

function parseSemver(text: string): SemanticVersion | string {
  const [, major, minor, patch, suffix] = form.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined)
    return `${readable(text)} is not a semantic version (major.minor.patch)`;
  const preRelease = suffix === undefined ? [] : preReleaseOf(suffix);
  if (preRelease === null) return `${readable(text)} has a pre-release that SemVer does not allow`;
  return { numbers: [major, minor, patch], preRelease };
}

/**
 * Order of semantic versions (SemVer 2.0.0 §11): major, minor, patch as numbers, then the pre-release; build
 * metadata is ignored. A leading `v`, as in tag names, is passed over; short forms such as 1.2 are refused.
 */
export const semver = defineOrder({ title: 'SemVer', parse: parseSemver, difference: semanticDifference });
