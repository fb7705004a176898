import { hash } from 'node:crypto';
import type { ReportedFlaw, ReportedHost } from '#core/advisory/reported-flaw.ts';
import { findingsOfFlaw } from '#core/reports/finding-of-flaw.ts';
import { flawFacts, flawKey, PART } from '#core/reports/flaw-identity.ts';
import type { FlawPackage } from '#core/reports/reported-finding.ts';
import { worseOf } from '#core/reports/track-reported.ts';
import type { Sighting } from '#core/reports/track-reported.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import type { ReportFacts, ReportSink } from '#scanners/importers/report-importer.ts';
import { reportImporters } from '#scanners/importers/reports.ts';
import type { ReportFormat } from '#scanners/importers/reports.ts';

/** A report and how it is to be read, as its event recorded it. */
export interface ReportLoad {
  readonly artifact: string;
  readonly format: ReportFormat;
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
  readonly pkg: FlawPackage | null;
}

export interface StatedFlaw extends Sighting {
  readonly about: AboutFlaw;
}

/** What a report states, without its texts: small enough to hold a million flaws. */
export interface Sightings {
  readonly facts: ReportFacts;
  readonly hosts: ReadonlyMap<string, ReportedHost>;
  /** Host → flaw id → what is stated. */
  readonly flaws: Map<string, Map<string, StatedFlaw>>;
  /** Records of the file: every flaw and everything that was left out. */
  readonly records: number;
  /** Records that bring no finding, by reason. */
  readonly skipped: Map<string, number>;
}

/** 128 bits of the SHA-256 over tool × check × product × port. */
export function flawId(tool: string, flaw: ReportedFlaw): string {
  return hash('sha256', flawKey(tool, flaw), 'buffer').toString('hex', 0, 16);
}

/**
 * Reads a report to its end.
 * @param wants hosts whose flaws are kept; null = all
 * @throws AppError as the importer does
 */
export function readSightings(
  documents: ReportDocuments,
  load: ReportLoad,
  wants: ((host: string) => boolean) | null,
): Sightings {
  const { tool } = reportImporters[load.format];
  const hosts = new Map<string, ReportedHost>();
  const flaws = new Map<string, Map<string, StatedFlaw>>();
  const skipped = new Map<string, number>();
  const abouts = new Map<string, AboutFlaw>();
  const { own } = ownTexts();
  let records = 0;
  const skip = (reason: string) => {
    records += 1;
    skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  };
  const flaw = (stated: ReportedFlaw) => {
    if (wants && !wants(stated.host)) return;
    const about = aboutOf(tool, stated, { abouts, own });
    if (about.fixes.length === 0) return skip('informational: no fix and no CVE');
    const known = flaws.get(stated.host);
    const ofHost = known ?? new Map<string, StatedFlaw>();
    if (!known) flaws.set(own(stated.host), ofHost);
    const id = flawId(tool, stated);
    const before = ofHost.get(id);
    const sighting = {
      status: stated.status,
      atPort: stated.port !== null,
      facts: flawFacts(stated),
      about,
    };
    if (before) {
      ofHost.set(id, worseOf(before, sighting) === before ? before : sighting);
      return skip('the same flaw again on the same host');
    }
    ofHost.set(id, sighting);
    records += 1;
  };
  const facts = readReport(documents, load, {
    host: (host) => void hosts.set(own(host.key), host),
    flaw,
    skip,
  });
  return { facts, hosts, flaws, records, skipped };
}

/** Reads a report as its event recorded it. */
export function readReport(documents: ReportDocuments, load: ReportLoad, sink: ReportSink): ReportFacts {
  const { fileName, receivedAt, zone, format } = load;
  return reportImporters[format].read({ fileName, receivedAt, zone, documents }, sink);
}

interface Interning {
  readonly abouts: Map<string, AboutFlaw>;
  readonly own: (text: string) => string;
}

function aboutOf(tool: string, flaw: ReportedFlaw, { abouts, own }: Interning): AboutFlaw {
  const { product, fixes } = findingsOfFlaw(tool, flaw);
  const pkg = flaw.product;
  const versions = pkg ? [pkg.name, pkg.arch, pkg.installed, pkg.fixed, pkg.scheme] : [];
  const key = [product, ...fixes, '', ...versions].join(PART);
  const known = abouts.get(key);
  if (known) return known;
  const made: AboutFlaw = {
    product: own(product),
    fixes: fixes.map(own),
    pkg: pkg && {
      name: own(pkg.name),
      arch: pkg.arch === null ? null : own(pkg.arch),
      installed: pkg.installed === null ? null : own(pkg.installed),
      fixed: pkg.fixed === null ? null : own(pkg.fixed),
      scheme: pkg.scheme,
    },
  };
  abouts.set(own(key), made);
  return made;
}

/**
 * Texts with memory of their own, each once: a part of a text keeps all of the text alive that it was cut from, which
 * here is the file.
 */
function ownTexts(): { own: (text: string) => string } {
  const kept = new Map<string, string>();
  const own = (text: string): string => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const copy = Buffer.from(text, 'utf16le').toString('utf16le');
    kept.set(copy, copy);
    return copy;
  };
  return { own };
}
