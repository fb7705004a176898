import { schemeOfSystem, schemeOfType } from './ecosystem-scheme.ts';
import { jsonObject, jsonText, readJson, type JsonObject } from './json-records.ts';
import { reportEmpty, reportInvalid } from './report-error.ts';
import { flawOf, hostOf, scanTimes, sightTimes } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportInput, ReportSink } from './report-importer.ts';
import { readCvss, severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { evidenceLines, fixIds, reportedPackage } from './reported-package.ts';
import { twistlockFixed, twistlockStatus } from './twistlock-status.ts';

const FIELDS = ['id', 'name', 'digest', 'distro', 'scanTime', 'hostname'] as const;

/** The result of twistcli: images (or hosts) with their flaws. Facts of an image stand before its flaws. */
export function readTwistlockJson(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const image = new Map<string, string>();
  let key: string | null = null;
  let record = 0;
  let isReport = false;
  const leave = (): void => {
    if (key !== null) sink.host(hostOfImage(key, image, { clock, fileName: input.fileName }));
    image.clear();
  };
  const paths = [...FIELDS, 'vulnerabilities.*', 'compliances.*'].map((name) => `$.results.*.${name}`);
  readJson(input.documents[0], ['$.results', '$.consoleURL', ...paths], (value, [, index, field]) => {
    isReport = true;
    if (index === undefined) return;
    if (key !== `image ${index}`) leave();
    key = `image ${index}`;
    if (field === 'compliances') sink.skip('configuration check');
    else if (field === 'vulnerabilities') {
      record += 1;
      emitFlaw(jsonObject(value), { host: key, record, distro: image.get('distro') ?? null, clock }, sink);
    } else if (typeof value === 'string') image.set(String(field), value);
  });
  if (!isReport) throw reportInvalid('it holds no results');
  if (key === null) throw reportEmpty();
  leave();
  return { tool: 'Prisma Cloud', toolVersion: null, madeAt: null };
}

function hostOfImage(
  key: string,
  image: ReadonlyMap<string, string>,
  { clock, fileName }: { clock: ReportClock; fileName: string },
): ReturnType<typeof hostOf> {
  const scanned = clock(image.get('scanTime'));
  const digest = image.get('digest') ?? image.get('id') ?? null;
  return hostOf({
    key,
    kind: image.has('hostname') ? 'host' : 'image',
    name: image.get('name') ?? image.get('hostname') ?? fileName,
    cloudId: digest !== null && /^sha256:/.test(digest) ? digest : null,
    os: image.get('distro') ?? null,
    ...scanTimes(scanned, scanned),
    credentialed: true,
    // The rules of the Console choose from which severity on, and which CVEs, twistcli reports; the file does not say.
    complete: false,
  });
}

function emitFlaw(
  flaw: JsonObject | null,
  place: { host: string; record: number; distro: string | null; clock: ReportClock },
  sink: ReportSink,
): void {
  const check = jsonText(flaw, 'id');
  const name = jsonText(flaw, 'packageName');
  if (check === null || name === null) return sink.skip('a record without id or package');
  const type = jsonText(flaw, 'packageType');
  const status = jsonText(flaw, 'status');
  // Reports of old versions name no type: what is not of a language is of the system.
  const scheme = type === null || /^os$/i.test(type) ? null : schemeOfType(type);
  const { product, remedy } = reportedPackage({
    name,
    type,
    purl: null,
    installed: jsonText(flaw, 'packageVersion'),
    fixed: twistlockFixed(status),
    scheme: scheme ?? (/^os$/i.test(type ?? '') ? schemeOfSystem(place.distro) : null),
  });
  sink.flaw(
    flawOf({
      host: place.host,
      check,
      title: `${name}: ${check}`,
      product,
      fixes: fixIds([check], product),
      ...namedCves(check),
      severity: severityOfWord(jsonText(flaw, 'severity') ?? ''),
      cvss: readCvss('3.1', jsonText(flaw, 'cvss'), jsonText(flaw, 'vector')),
      status: twistlockStatus(status),
      evidence: evidenceLines({
        package: `${name} ${jsonText(flaw, 'packageVersion') ?? ''}`.trim(),
        status,
        path: jsonText(flaw, 'packagePath'),
        link: jsonText(flaw, 'link'),
        description: jsonText(flaw, 'description'),
      }),
      remedy,
      ...sightTimes(place.clock, jsonText(flaw, 'discoveredDate'), null),
      record: place.record,
    }),
  );
}
