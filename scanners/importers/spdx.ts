import { beginsAsJson } from './json-or-csv.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { reportInvalid } from './report-error.ts';
import { flawOf, hostOf, scanTimes } from './report-flaw.ts';
import { cveIds } from './report-identifiers.ts';
import { reportClock } from './report-time.ts';
import { evidenceLines, fixIds, reportedPackage } from './reported-package.ts';
import { describedThing, type SbomComponent } from './sbom-component.ts';
import { readSpdxJson } from './spdx-json.ts';
import type { SpdxDocument, SpdxPackage } from './spdx-package.ts';
import { readSpdxTags } from './spdx-tags.ts';

/** SPDX 2: an SBOM; flaws only where a package refers to an advisory about itself. */
export const spdx: ReportImporter = {
  title: 'an SPDX 2 document (JSON or tag-value)',
  tool: 'SPDX',
  tier: 'A',
  evidence:
    'presentations/OSS-NA-2023/SPDXVersion2.3/04-SBOMwSecurity.json of spdx/spdx-examples (CC0-1.0); tag-value by the specification',
  recognises: (head) =>
    head.startsWith('{')
      ? /"spdxVersion"\s*:\s*"SPDX-2/.test(head)
      : /^(?:#[^\n]*\n|\s)*SPDXVersion:\s*SPDX-2/.test(head),
  read: readSpdx,
};

const HOST = 'document';

function readSpdx(input: ReportInput, sink: ReportSink): ReportFacts {
  const [document] = input.documents;
  let record = 0;
  let subject: SpdxPackage | null = null;
  const packages: SpdxPackage[] = [];
  const take = (found: SpdxPackage): void => {
    record += 1;
    packages.push(found);
    // The package that is described stands first (SPDX 2.3 §11: DESCRIBES), or is the only one.
    subject ??= found;
    emitPackage(found, record, sink);
  };
  const about: SpdxDocument = beginsAsJson(document)
    ? readSpdxJson(document, take)
    : readSpdxTags(document, take);
  if (about.version === null) throw reportInvalid('it is no SPDX document');
  const made = reportClock(input.zone)(about.created);
  const thing = describedThing(subject === null ? null : { ...(subject as SpdxPackage), type: null });
  const name = about.name ?? thing.name ?? input.fileName;
  sink.host(hostOf({ key: HOST, ...thing, name, ...scanTimes(made, made) }));
  sink.bill?.({
    host: HOST,
    name,
    components: packages.filter(({ id }) => id === null || !about.describes.includes(id)).map(componentOf),
    // SPDX 2 has no word for it: a document that says what it describes lists all of it.
    partial: about.describes.length > 0 ? null : 'it does not say what it describes',
    tool: about.tool ?? 'SPDX',
    madeAt: made?.at ?? null,
  });
  return { tool: about.tool ?? 'SPDX', toolVersion: null, madeAt: made?.at ?? null };
}

function componentOf({ name, version, purl }: SpdxPackage): SbomComponent {
  return { name, version, purl, type: null };
}

function emitPackage(found: SpdxPackage, record: number, sink: ReportSink): void {
  if (found.advisories.length === 0) return sink.skip('component without vulnerability');
  const { product } = reportedPackage({
    name: found.name,
    type: null,
    purl: found.purl,
    installed: found.version,
    fixed: null,
    scheme: null,
  });
  for (const advisory of found.advisories) {
    const cves = cveIds(advisory);
    const fixes = fixIds([advisory, ...found.fixes], product);
    sink.flaw(
      flawOf({
        host: HOST,
        check: cves[0] ?? fixes[0] ?? advisory,
        title: `${found.name}: ${cves[0] ?? fixes[0] ?? advisory}`,
        product,
        fixes,
        cves,
        evidence: evidenceLines({
          package: `${found.name} ${found.version ?? ''}`.trim(),
          advisory,
          fix: found.fixes.join(', '),
        }),
        record,
      }),
    );
  }
}
