import type { ReportedProduct } from '#core/advisory/reported-flaw.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { fixesOfEvidence, unique, vendorFixes } from './report-identifiers.ts';
import { remembered } from './remembered.ts';
import { productOf } from './report-flaw.ts';
import type { ReportClock } from './report-time.ts';
import { toIso } from '#core/time.ts';
import type { ReportedHost } from '#core/advisory/reported-flaw.ts';

/** Plugins without a rating that say how the scan went or which system it met. */
const factPlugins: ReadonlySet<string> = new Set([
  '19506', // Nessus Scan Information
  '21745', // Authentication Failure - Local Checks Not Run
  '104410', // Target Credential Status by Authentication Protocol - Failure for Provided Credentials
  '110385', // … - Insufficient Privilege
  '110723', // … - No Credentials Provided
  '110095', // … - No Issues Found
  '141118', // … - Valid Credentials Provided
  '117887', // OS Security Patch Assessment Available
  '117886', // OS Security Patch Assessment Not Available
  '12634', // Authenticated Check : OS Name and Installed Package Enumeration
  '11936', // OS Identification
]);

/** Each of them means that a missing result proves nothing about patches. */
const failurePlugins: ReadonlySet<string> = new Set(['21745', '104410', '110385', '110723', '117886']);
/** Some protocol was refused; the scan's own word decides whether another one worked. */
const weakFailures: ReadonlySet<string> = new Set(['104410']);

/** What the plugins of one host say about the scan itself. */
export interface ScanFacts {
  readonly credentialed: boolean | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly timeAssumed: boolean;
  /** The scan says something of itself (plugin 19506): a report that was filtered lacks it. */
  readonly isTold: boolean;
}

export const noScanFacts: ScanFacts = {
  credentialed: null,
  startedAt: null,
  finishedAt: null,
  timeAssumed: false,
  isTold: false,
};

/** True for a result that patches nothing but tells how far the others can be trusted. */
export function isFactPlugin(plugin: string): boolean {
  return factPlugins.has(plugin);
}

/** Adds what one result says about the scan of its host. A failed login outweighs the scan's own summary. */
export function addScanFacts(
  facts: ScanFacts,
  plugin: string,
  output: string,
  clock: ReportClock,
): ScanFacts {
  if (failurePlugins.has(plugin) && !(weakFailures.has(plugin) && facts.credentialed === true)) {
    return { ...facts, credentialed: false };
  }
  if (plugin !== '19506') return facts;
  const [, word] = /^\s*Credentialed[ _]checks\s*:\s*(\w+)/im.exec(output) ?? [];
  const said = word === undefined ? null : word.toLowerCase() === 'yes';
  const [, start] = /^\s*Scan Start Date\s*:\s*(.+)$/im.exec(output) ?? [];
  const [, seconds] = /^\s*Scan duration\s*:\s*(\d{1,8})\s*sec/im.exec(output) ?? [];
  const started = clock(start);
  const ends = started !== null && seconds !== undefined;
  return {
    credentialed: facts.credentialed === false ? false : said,
    startedAt: started?.at ?? null,
    finishedAt: ends ? toIso(Date.parse(started.at) + Number(seconds) * 1000) : null,
    timeAssumed: started?.assumed ?? false,
    isTold: true,
  };
}

/** The host with what its plugins said of the scan; its own times come first. */
export function withScanFacts(host: ReportedHost, facts: ScanFacts): ReportedHost {
  const ownTime = host.startedAt !== null || host.finishedAt !== null;
  return {
    ...host,
    credentialed: facts.credentialed ?? host.credentialed,
    startedAt: ownTime ? host.startedAt : facts.startedAt,
    finishedAt: ownTime ? host.finishedAt : facts.finishedAt,
    timeAssumed: ownTime ? host.timeAssumed : facts.timeAssumed,
    complete: facts.isTold && (host.complete || facts.finishedAt !== null),
  };
}

/** `RHSA:2023:1566`, `USN:6450-1`, `MSKB:5031364`, `CISCO-SA:cisco-sa-…` as the vendors write them. */
const fixOfXref: (xref: string) => readonly string[] = remembered((xref) => {
  const [, source = '', id = ''] = /^\s*([A-Za-z0-9_ -]+?)\s*:\s*(.+?)\s*$/.exec(xref) ?? [];
  if (source.toUpperCase() === 'MSKB') return vendorFixes(`KB${id}`);
  // No id of a fix is a number alone.
  const direct = /[a-z]/i.test(id) ? vendorFixes(id) : [];
  return direct.length > 0 ? direct : vendorFixes(`${source}-${id}`);
});

/**
 * Vendor fixes that a plugin names in its title and cross references. Where the title names them, links are not
 * asked: they also lead to other advisories.
 */
export function nessusFixes(plugin: {
  readonly title: string;
  readonly xrefs: readonly string[];
  readonly kbs: readonly string[];
  readonly output: string;
}): string[] {
  const kbs = plugin.kbs.flatMap((kb) => vendorFixes(/^kb/i.test(kb) ? kb : `KB${kb}`));
  const named = unique([...vendorFixes(plugin.title), ...plugin.xrefs.flatMap(fixOfXref), ...kbs]);
  return fixesOfEvidence(named, plugin.output);
}

const pairs =
  /^[\s-]*(?:Remote package installed|Installed package|Package installed)\s*:[ \t]*(\S+)[^\S\n]*\n\s*(?:-\s*)?(?:Should be|Fixed package)\s*:[ \t]*(\S+)/gim;
const versions = /^\s*Installed version\s*:\s*(\S.*?)\s*\n\s*Fixed version\s*:\s*(\S.*?)\s*$/gim;
const files = /^\s*Remote version\s*:\s*(\S+)\s*\n\s*Should be\s*:\s*(\S+)/im;

/**
 * Products that a plugin's output names with installed and fixed version: packages of Debian and RPM systems,
 * system files of Windows, else software by the plugin's title. Empty = the output names none.
 */
export function nessusProducts(title: string, output: string): readonly ReportedProduct[] {
  const products = new Map<string, ReportedProduct>();
  for (const [, installed = '', fixed = ''] of output.matchAll(pairs)) {
    const product = packageOf(installed, fixed);
    if (product) products.set(`${product.name}\n${product.installed}\n${product.arch}`, product);
  }
  if (products.size > 0) return [...products.values()];
  const [, remote, wanted] = files.exec(output) ?? [];
  if (remote !== undefined && /\bKB\s*:/.test(output)) {
    const windows = productOf({
      name: 'Windows',
      keyedBy: 'product',
      installed: remote,
      fixed: wanted,
      scheme: 'windows',
    });
    return windows ? [windows] : [];
  }
  const [found] = output.matchAll(versions);
  const software = found && softwareOf(title, found[1] ?? '', found[2] ?? '');
  return software ? [software] : [];
}

/** Debian writes name_version, RPM name-version-release with or without the architecture. */
function packageOf(installed: string, fixed: string): ReportedProduct | null {
  const before = splitPackage(installed);
  const after = splitPackage(fixed);
  // Counted with the others all the same: a package that is not read must not vanish.
  if (before === null)
    return productOf({ name: installed, keyedBy: 'binary', fixed: after?.version ?? fixed });
  return productOf({
    ...before,
    keyedBy: 'binary',
    installed: before.version,
    // A bare version may follow a full name.
    fixed: after?.version ?? fixed,
  });
}

interface PackageText {
  readonly name: string;
  readonly version: string;
  readonly arch: string | null;
  readonly scheme: VersionScheme;
}

function splitPackage(text: string): PackageText | null {
  // `x86_64` has an underscore too: an RPM name ends with its architecture or has no underscore.
  const deb = /^([a-z0-9][a-z0-9+.-]*)_(\d\S*)$/.exec(text.endsWith('.x86_64') ? '' : text);
  if (deb) return { name: deb[1] ?? '', version: deb[2] ?? '', arch: null, scheme: 'deb' };
  const rpm =
    /^(\S+?)-((?:\d+:)?\d[^\s-]*-[^\s-]+?)(?:\.(x86_64|noarch|i[3-6]86|aarch64|ppc64le|s390x?))?$/.exec(text);
  if (rpm === null) return null;
  return { name: rpm[1] ?? '', version: rpm[2] ?? '', arch: rpm[3] ?? null, scheme: 'rpm' };
}

function softwareOf(title: string, installed: string, fixed: string): ReportedProduct | null {
  const [, name] = /^(.+?)\s+(?:<|v?\d)/.exec(title) ?? [];
  if (name === undefined) return null;
  return productOf({ name, keyedBy: 'product', installed, fixed });
}
