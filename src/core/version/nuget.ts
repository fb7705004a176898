import { defineOrder, differenceBy, readable } from './define-order.ts';
import type { Difference } from './define-order.ts';
import { compareDigits } from './digits.ts';
import { preReleaseDifference } from './semver-precedence.ts';

interface NugetVersion {
  /** Major, minor, patch, revision as digits; what is not written is 0. */
  readonly numbers: readonly string[];
  /** Identifiers of the pre-release in lower case; empty = a release. */
  readonly preRelease: readonly string[];
}

const places = ['at the major number', 'at the minor number', 'at the patch number', 'at the revision'];
const form = /^([0-9]+(?:\.[0-9]+){0,3})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

function parseNuget(text: string): NugetVersion | string {
  const [, written, suffix] = form.exec(text) ?? [];
  if (written === undefined)
    return `${readable(text)} is not a NuGet version (major.minor.patch.revision-suffix)`;
  const numbers = written.split('.');
  const preRelease = suffix === undefined ? [] : suffix.toLowerCase().split('.');
  if (preRelease.includes('')) return `${readable(text)} has an empty part in its pre-release`;
  return { numbers: places.map((_, index) => numbers[index] ?? '0'), preRelease };
}

function nugetDifference(a: NugetVersion, b: NugetVersion): Difference | null {
  for (const [index, place] of places.entries()) {
    const pieces = { a: a.numbers[index] ?? '', b: b.numbers[index] ?? '' };
    const order = compareDigits(pieces.a, pieces.b);
    if (order !== 0) return differenceBy(order, { part: 'number', ...pieces, place });
  }
  return preReleaseDifference(a.preRelease, b.preRelease);
}

/**
 * Order of NuGet versions. Source: Microsoft, "Package versioning" (normalized version numbers, pre-release versions) and
 * NuGet.Versioning: SemVer 2.0.0 with up to four numbers, of which a missing one is 0 and leading zeros say nothing; the
 * pre-release is compared without regard to case, and its numbers may begin with zeros.
 */
export const nuget = defineOrder({ title: 'NuGet', parse: parseNuget, difference: nugetDifference });
