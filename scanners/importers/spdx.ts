import { startOf } from './json-or-csv.ts';
import type {
  ReportDocument,
  ReportFacts,
  ReportImporter,
  ReportInput,
  ReportSink,
} from './report-importer.ts';
import { reportInvalid } from './report-error.ts';
import { flawOf, hostOf, scanTimes } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import { reportClock } from './report-time.ts';
import { evidenceLines, fixIds, reportedPackage } from './reported-package.ts';
import { sourceInInfo } from '../sbom/trivy-source.ts';
import { describedThing, type SbomComponent } from './sbom-component.ts';
import { readSpdxJson } from './spdx-json.ts';
import type { SpdxPackage } from './spdx-package.ts';
import { readSpdxTags } from './spdx-tags.ts';
import { readSpdxXml } from './spdx-xml.ts';

/** SPDX 2: an SBOM; flaws only where a package refers to an advisory about itself. */
export const spdx: ReportImporter = {
  title: 'an SPDX 2 document (JSON, XML or tag-value)',
  tool: 'SPDX',
  tier: 'A',
  evidence:
    'presentations/OSS-NA-2023/SPDXVersion2.3/04-SBOMwSecurity.json of spdx/spdx-examples, examples/SPDXXMLExample-v2.3.spdx.xml and SPDXTagExample-v2.3.spdx of spdx/spdx-spec (CC0-1.0)',
  recognises: (head) => {
    if (head.startsWith('{')) return /"spdxVersion"\s*:\s*"SPDX-2/.test(head);
    if (head.startsWith('<')) return /<Document[\s>]/.test(head) && /<spdxVersion>\s*SPDX-2/.test(head);
    return /^(?:#[^\n]*\n|\s)*SPDXVersion:\s*SPDX-2/.test(head);
  },
  read: readSpdx,
};

const HOST = 'document';

function readerOf(document: ReportDocument) {
  const start = startOf(document);
  if (start === '<') return readSpdxXml;
  return start === '{' ? readSpdxJson : readSpdxTags;
}

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
  const about = readerOf(document)(document, take);
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

function componentOf({ name, version, purl, sourceInfo }: SpdxPackage): SbomComponent {
  return { name, version, purl, type: null, ...sourceInInfo(sourceInfo) };
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
    const named = namedCves(advisory);
    const { cves } = named;
    const fixes = fixIds([advisory, ...found.fixes], product);
    sink.flaw(
      flawOf({
        host: HOST,
        check: cves[0] ?? fixes[0] ?? advisory,
        title: `${found.name}: ${cves[0] ?? fixes[0] ?? advisory}`,
        product,
        fixes,
        ...named,
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
