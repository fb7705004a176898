import { hash } from 'node:crypto';
import type { ReportedFlaw, ReportedHost } from '#core/advisory/reported-flaw.ts';
import { hasHidden } from '#core/hidden-text.ts';
import { findingKey, findingsOfFlaw } from '#core/reports/finding-of-flaw.ts';
import type { FlawFindings } from '#core/reports/finding-of-flaw.ts';
import { flawFacts, flawKey, PART } from '#core/reports/flaw-identity.ts';
import type { FlawPackage } from '#core/reports/reported-finding.ts';
import { worseOf } from '#core/reports/track-reported.ts';
import type { Sighting } from '#core/reports/track-reported.ts';
import { isVersion } from '#core/version/compare.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import type { ReportFacts, ReportSink } from '#scanners/importers/report-importer.ts';
import { importerOf } from '#scanners/importers/importer-of.ts';
import type { ReadAs } from '#scanners/importers/importer-of.ts';
import { ownText } from '#scanners/own-text.ts';
import type { BillOfMaterials } from '#scanners/sbom/bill.ts';
import { createFlawIntake, flawColumnsOf } from './flaw-columns.ts';
import type { FlawColumns, FlawData } from './flaw-columns.ts';
import { createFixBook } from './reported-fixes.ts';
import type { KeptFlaws } from './planned-spans.ts';
import type { FixWords } from './reported-fixes.ts';

/** A report and how it is to be read, as its event recorded it. */
export interface ReportLoad extends ReadAs {
  readonly artifact: string;
  readonly fileName: string;
  readonly zone: string;
  /** UTC ms. */
  readonly receivedAt: number;
}

/** What a flaw is about; one object for all flaws that are about the same. */
export interface AboutFlaw {
  /** The findings it belongs to: one product, one fix, and where no vendor has one, one for each CVE. */
  readonly product: string;
  readonly fixes: readonly string[];
  /** Key of each of these findings, in the order of the fixes. */
  readonly keys: readonly string[];
  readonly pkg: FlawPackage | null;
}

export interface StatedFlaw extends Sighting {
  readonly about: AboutFlaw;
  /** Its place among the flaws of the report that are kept. */
  readonly ordinal: number;
}

export interface HostFlaws {
  /** Flaw id → what is stated. */
  readonly flaws: ReadonlyMap<string, StatedFlaw>;
  /** Further statements about the same flaws. */
  readonly repeated: number;
}

/** What a report states, without its texts: small enough to hold millions of flaws. */
export interface Sightings {
  readonly facts: ReportFacts;
  readonly hosts: ReadonlyMap<string, ReportedHost>;
  /** The flaws of a host, each once: of several statements about one the worst. */
  readonly flawsOf: (host: string) => HostFlaws;
  /** What it says of the fixes of flaws that it calls open. */
  readonly fixes: () => readonly FixWords[];
  /** Hosts that flaws are stated of, with how many. */
  readonly stated: () => ReadonlyMap<string, number>;
  /** The host of a flaw by its place among those kept. */
  readonly hostAt: (ordinal: number) => string;
  readonly size: number;
  readonly kept: KeptFlaws;
  /** Records of the file: every flaw and everything that was left out. */
  readonly records: number;
  /** Records that bring no finding, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
  /** What it lists of hosts as a bill of materials. */
  readonly bills: readonly BillOfMaterials[];
  /** Some name or version has characters that do not show. */
  readonly hidden: boolean;
  /** Some version is none in the order that its product's versions have. */
  readonly unreadable: boolean;
  /** Some text is written as a CVE id and is none. */
  readonly wrongCves: boolean;
}

/** What was read of a report, as plain data. */
export interface SightingsData {
  readonly facts: ReportFacts;
  readonly hosts: ReadonlyMap<string, ReportedHost>;
  readonly skipped: ReadonlyMap<string, number>;
  readonly bills: readonly BillOfMaterials[];
  readonly hidden: boolean;
  readonly unreadable: boolean;
  readonly wrongCves: boolean;
  readonly fixes: readonly FixWords[];
  /** Keys of hosts by the number that flaws name them with. */
  readonly keys: readonly string[];
  /** Ids of checks by the number that flaws name them with. */
  readonly checks: readonly string[];
  readonly abouts: readonly AboutFlaw[];
  readonly flaws: FlawData;
}

/** 128 bits of the SHA-256 over tool × check × product × port. */
export function flawId(tool: string, flaw: ReportedFlaw): string {
  return hash('sha256', flawKey(tool, flaw)).slice(0, 32);
}

interface Reading {
  /** Hosts whose flaws are kept; null = all. */
  readonly hosts?: ReadonlySet<string> | null;
  /** Told of every host as it is read; may throw. */
  readonly check?: (host: ReportedHost) => void;
}

/** Reads a report to its end, as data for another thread. @throws AppError as the importer does */
export function readSightingsData(
  documents: ReportDocuments,
  load: ReportLoad,
  { hosts: wanted = null, check = () => undefined }: Reading = {},
): SightingsData {
  const { tool } = importerOf(load);
  const hosts = new Map<string, ReportedHost>();
  const skipped = new Map<string, number>();
  const bills: BillOfMaterials[] = [];
  const columns = createFlawIntake();
  const keys = numbered();
  const checks = numbered();
  const abouts = createAboutBook();
  const fixes = createFixBook();
  let hidden = false;
  let wrongCves = false;
  const skip = (reason: string) => void skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  const facts = readReport(documents, load, {
    host: (host) => {
      check(host);
      hosts.set(host.key, host);
      hidden ||= anyHidden([host.name, host.os]);
    },
    skip,
    bill: (bill) => {
      bills.push(bill);
      hidden ||= bill.components.some(({ name, version }) => anyHidden([name, version]));
    },
    flaw: (flaw) => {
      if (wanted && !wanted.has(flaw.host)) return;
      const { product } = flaw;
      hidden ||= anyHidden([flaw.title, product?.name, product?.arch, product?.installed, product?.fixed]);
      wrongCves ||= flaw.wrongCves !== undefined;
      const findings = findingsOfFlaw(tool, flaw);
      const about = abouts.numberOf(flaw, findings);
      if (about === null) return skip(INFORMATIONAL);
      const { status, port, host } = flaw;
      if (status === 'open' || status === 'accepted') fixes.note(findings, flaw);
      const sighting = { status, atPort: port !== null, facts: flawFacts(flaw) };
      const check = checks.numberOf(flaw.check);
      columns.add({ ...sighting, id: flawId(tool, flaw), host: keys.numberOf(host), check, about });
    },
  });
  return {
    facts,
    hosts,
    skipped,
    bills,
    hidden,
    unreadable: abouts.all.some(({ pkg }) => pkg !== null && hasUnreadable(pkg)),
    wrongCves,
    fixes: fixes.all(),
    keys: keys.texts,
    checks: checks.texts,
    abouts: abouts.all,
    flaws: columns.data(),
  };
}

export function openSightings({
  facts,
  hosts,
  skipped,
  bills,
  hidden,
  unreadable,
  wrongCves,
  fixes,
  keys,
  checks,
  abouts,
  ...data
}: SightingsData): Sightings {
  const columns = flawColumnsOf(data.flaws);
  const numbers = new Map(keys.map((text, number) => [text, number]));
  const placesOf = columns.byHost(keys.length);
  const flawsOf = (host: string) => {
    const number = numbers.get(host);
    const places = number === undefined ? new Int32Array() : placesOf(number);
    const flaws = statedFlaws(places, columns, { abouts, checks });
    return { flaws, repeated: places.length - flaws.size };
  };
  return {
    facts,
    hosts,
    flawsOf,
    fixes: () => fixes,
    stated: () => new Map(keys.map((text, number) => [text, placesOf(number).length])),
    hostAt: (ordinal) => keys[columns.hostOf(ordinal)] ?? '',
    size: columns.size,
    kept: data.flaws,
    records: [...skipped.values()].reduce((sum, n) => sum + n, columns.size),
    skipped,
    bills,
    hidden,
    unreadable,
    wrongCves,
  };
}

function anyHidden(texts: readonly (string | null | undefined)[]): boolean {
  return texts.some((text) => text !== null && text !== undefined && hasHidden(text));
}

function hasUnreadable({ scheme, installed, fixed }: FlawPackage): boolean {
  return scheme !== null && [installed, fixed].some((text) => text !== null && !isVersion(scheme, text));
}

const INFORMATIONAL = 'informational: no fix and no CVE';

function statedFlaws(
  places: Int32Array,
  columns: FlawColumns,
  { abouts, checks }: Pick<SightingsData, 'abouts' | 'checks'>,
): Map<string, StatedFlaw> {
  const flaws = new Map<string, StatedFlaw>();
  for (const ordinal of places) {
    const cell = columns.at(ordinal);
    const about = abouts[cell.about];
    if (!about) continue;
    const { status, atPort, facts } = cell;
    const stated = { status, atPort, facts, check: checks[cell.check] ?? '', about, ordinal };
    const before = flaws.get(cell.id);
    flaws.set(cell.id, before && worseOf(before, stated) === before ? before : stated);
  }
  return flaws;
}

/** Reads a report as its event recorded it. */
export function readReport(documents: ReportDocuments, load: ReportLoad, sink: ReportSink): ReportFacts {
  const { fileName, receivedAt, zone } = load;
  return importerOf(load).read({ fileName, receivedAt, zone, documents }, sink);
}

interface AboutBook {
  readonly all: readonly AboutFlaw[];
  /** Number of what a flaw is about; null = it belongs to no finding. */
  readonly numberOf: (flaw: ReportedFlaw, findings: FlawFindings) => number | null;
}

function createAboutBook(): AboutBook {
  const keys = numbered();
  const all: AboutFlaw[] = [];
  const numberOf = (flaw: ReportedFlaw, { product, fixes }: FlawFindings) => {
    if (fixes.length === 0) return null;
    const pkg = flaw.product;
    const parts = [product, ...fixes, '', pkg?.name, pkg?.arch, pkg?.installed, pkg?.fixed, pkg?.scheme];
    const number = keys.numberOf(parts.map((part) => part ?? '').join(PART));
    if (number === all.length) all.push(aboutOf(flaw, { product, fixes }));
    return number;
  };
  return { all, numberOf };
}

function aboutOf({ product: pkg }: ReportedFlaw, { product, fixes }: FlawFindings): AboutFlaw {
  return {
    product: ownText(product),
    fixes: fixes.map(ownText),
    keys: fixes.map((fix) => ownText(findingKey(fix, product))),
    pkg: pkg && {
      name: ownText(pkg.name),
      arch: pkg.arch === null ? null : ownText(pkg.arch),
      installed: pkg.installed === null ? null : ownText(pkg.installed),
      fixed: pkg.fixed === null ? null : ownText(pkg.fixed),
      scheme: pkg.scheme,
    },
  };
}

/** Texts by number, each once, in the order in which they were met. */
function numbered() {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const own = ownText(text);
    numbers.set(own, texts.length);
    texts.push(own);
    return texts.length - 1;
  };
  return { texts, numberOf };
}
