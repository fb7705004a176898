import type { HostObservation } from '#core/inventory/observation.ts';

/**
 * Why a verdict cannot be "pass": each cause of "cannot tell" is its own visible reason with a remedy
 * (design rule 2). `detail` holds the fact of this host, such as an age or a section name.
 */
export interface Reason {
  readonly code: ReasonCode;
  readonly message: string;
  readonly remedy: string;
}

type Text = { readonly message: (detail: string) => string; readonly remedy: string };

const texts = {
  'no-package-list': {
    message: () => 'The package list is empty.',
    remedy: 'Check that dpkg works on the host, then scan again.',
  },
  'no-package-index': {
    message: () => 'Cannot tell: no package index.',
    remedy: 'Run "apt-get update" on the host, then scan again.',
  },
  'no-security-source': {
    message: () => 'No security archive is configured.',
    remedy: 'Add the security archive of the release to the apt sources, run "apt-get update", scan again.',
  },
  'security-source-other-release': {
    message: (detail) => `The security archive is of another release: ${detail}.`,
    remedy: 'Add the security archive of the installed release, run "apt-get update", scan again.',
  },
  'security-not-classifiable': {
    message: (detail) =>
      `${detail} does not say which of its updates concern security, so they cannot be classified.`,
    remedy: 'Import an advisory source for this system, or judge its updates by hand.',
  },
  'lists-stale': {
    message: (detail) => `The package lists are old: ${detail}.`,
    remedy: 'Run "apt-get update" on the host, then scan again.',
  },
  'lists-age-unknown': {
    message: (detail) => `The age of the package lists could not be read: ${detail}.`,
    remedy: 'Let the scan account read /var/lib/apt/lists, then scan again.',
  },
  'archive-frozen': {
    message: (detail) => `The security archive no longer moves: ${detail}.`,
    remedy: 'Upgrade to a supported release, or switch to an archive that still gets security updates.',
  },
  'section-failed': {
    message: (detail) => `Part of the scan failed: ${detail}.`,
    remedy: 'Open the scan, correct what it names, scan again.',
  },
  'scan-partial': {
    message: (detail) => `The last scan did not finish: ${detail}.`,
    remedy: 'Open the scan, correct what it names, scan again.',
  },
  'packages-not-answered': {
    message: (detail) => `apt gave no answer for ${detail}.`,
    remedy: 'Run "apt-cache policy" for them on the host and correct what it reports.',
  },
  'version-not-comparable': {
    message: (detail) => `A version cannot be compared: ${detail}.`,
    remedy: 'Judge this package by hand.',
  },
  'judged-by-feeds': {
    message: (detail) =>
      `Feeds alone judge a bill of materials, and do not name the versions of ${detail} packages of its system.`,
    remedy: 'Judge these packages by hand, or scan what runs them.',
  },
  'sources-not-told': {
    message: (detail) => `Feeds speak of source packages, and none is told of ${detail}.`,
    remedy: 'Let the tool name sources in the package URLs (upstream=openssl), then import again.',
  },
  'list-incomplete': {
    message: (detail) => `The list of components is not complete: ${detail}.`,
    remedy: 'Import a bill of materials that says it is complete.',
  },
  'release-unknown': {
    message: (detail) => `The release that ${detail} belong to is not told, so no feed judges them.`,
    remedy: 'Let the tool name the distribution in the package URLs (distro=debian-12), then import again.',
  },
  'feed-undecided': {
    message: (detail) => `Feeds cannot tell whether fixes are missing: ${detail}.`,
    remedy: 'Let the inventory name full versions and list installed updates, or judge the product by hand.',
  },
  'kernel-not-managed': {
    message: (detail) => `No package owns the running kernel ${detail}.`,
    remedy: 'Boot a packaged kernel, or record who patches this one.',
  },
  'feed-stale': {
    message: (detail) => `Only feeds tell what is missing here, and they are old: received ${detail}.`,
    remedy: 'Run "patchproof feeds update", or take in newer files on the page Feeds.',
  },
  'release-unsupported': {
    message: (detail) => `No security updates are published for it any more: ${detail}.`,
    remedy: 'Upgrade to a supported release, or take the extension of its support, then scan again.',
  },
  'release-not-told': {
    message: (detail) =>
      `Its edition is not told, and of one that it may be no security updates are published any more: ${detail}.`,
    remedy:
      'Let the inventory name the edition with the system (Windows 11 Enterprise), then import it again.',
  },
  'no-feed': {
    message: () => 'Only feeds tell what is missing here, and of some of it no whole feed was ever taken in.',
    remedy: 'Run "patchproof feeds update NAME" for its vendor, or take in a file on the page Feeds.',
  },
} as const satisfies Record<string, Text>;

export type ReasonCode = keyof typeof texts;

const AGAIN = 'then export the inventory again and import it';

/** What helps where a reason arises from another tool's inventory: no apt there to run. */
const inventoryRemedies: Readonly<Partial<Record<ReasonCode, string>>> = {
  'no-package-list': `Let the tool list the host's packages, ${AGAIN}.`,
  'no-package-index': `Let the tool name the update sources of the host, ${AGAIN}.`,
  'no-security-source': `Subscribe the host to its security updates and mark that source as security, ${AGAIN}.`,
  'lists-stale': `Let the host check its update sources, ${AGAIN}.`,
  'lists-age-unknown': `Let the tool say when the host last checked its update sources, ${AGAIN}.`,
  'section-failed': `Correct what it names, ${AGAIN}.`,
  'scan-partial': `Correct what it names, ${AGAIN}.`,
};

const MAKECACHE = 'run "dnf makecache" (or "yum makecache") as root, then scan again';

/** What helps on a host of the RPM family. */
const redhatRemedies: Readonly<Partial<Record<ReasonCode, string>>> = {
  'no-package-list': 'Check that rpm works on the host, then scan again.',
  'no-package-index': `Register the host or enable the repositories of its release, ${MAKECACHE}.`,
  'security-not-classifiable':
    'Import an advisory source for this system, enable repositories with security advisories, or judge its updates by hand.',
  'lists-stale': `On the host, ${MAKECACHE}.`,
  'lists-age-unknown': `Let the scan account read the cache of the package manager and ${MAKECACHE}.`,
  'packages-not-answered': 'Run "dnf updateinfo list" on the host and correct what it reports.',
};

const remedies: Readonly<Record<HostObservation['family'], Readonly<Partial<Record<ReasonCode, string>>>>> = {
  debian: {},
  redhat: redhatRemedies,
  inventory: inventoryRemedies,
  sbom: {
    'no-package-list': 'Make the bill of materials anew and import it.',
    'section-failed': 'Make the bill of materials anew and import it.',
    'scan-partial': 'Import a bill of materials that says it is complete.',
  },
};

/** The reasons with the remedies of the family they arose in. */
export function withRemedies(
  reasons: readonly Reason[],
  family: HostObservation['family'],
): readonly Reason[] {
  if (family === 'debian') return reasons;
  return reasons.map((one) => ({ ...one, remedy: remedies[family][one.code] ?? one.remedy }));
}

/** A reason with its words. `detail` is shown as given: short, without a full stop. */
export function reason(code: ReasonCode, detail = ''): Reason {
  const text: Text = texts[code];
  return { code, message: text.message(detail), remedy: text.remedy };
}
