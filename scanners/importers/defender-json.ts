import { defenderReading, emitVulnerability, noteMachine, type DefenderField } from './defender-record.ts';
import { jsonObject, jsonText, readJson, readJsonLines, type JsonObject } from './json-records.ts';
import { addressesOf } from './report-flaw.ts';
import { textParts } from './report-bytes.ts';
import type {
  ReportDocument,
  ReportFacts,
  ReportImporter,
  ReportInput,
  ReportSink,
} from './report-importer.ts';
import { reportInvalid } from './report-error.ts';

/** Microsoft Defender Vulnerability Management: API answers, exports as lines, or an archive with machines beside them. */
export const defenderJson: ReportImporter = {
  title: 'a Microsoft Defender vulnerability export (JSON, also several in a ZIP)',
  tool: 'Microsoft Defender',
  tier: 'A',
  evidence:
    'unittests/scans/ms_defender of DefectDojo/django-DefectDojo (BSD-3-Clause); the export per device by tests of our own',
  recognises: (head) =>
    /^[{[]/.test(head) &&
    (/"@odata\.context"\s*:/.test(head)
      ? /"(?:machineId|computerDnsName|deviceId)"\s*:|\$metadata#(?:Machines|Collection\(microsoft\.windowsDefenderATP)/i.test(
          head,
        )
      : /"(?:deviceId|machineId)"\s*:/i.test(head) && /"cveId"\s*:/i.test(head)),
  read: readDefender,
};

function readDefender(input: ReportInput, sink: ReportSink): ReportFacts {
  const reading = defenderReading(sink);
  let record = 0;
  const take = (value: unknown): void => {
    record += 1;
    const entry = lowerCase(jsonObject(value));
    const field: DefenderField = (...names) => firstText(entry, names);
    if (field('cveid') !== '') emitVulnerability(field, record, reading);
    else if (entry !== null && 'computerdnsname' in entry) noteMachine(field, addressesIn(entry), reading);
    else sink.skip('neither machine nor vulnerability');
  };
  for (const document of input.documents) readOne(document, take);
  reading.book.handOn(sink);
  return { tool: 'Microsoft Defender', toolVersion: null, madeAt: null };
}

/** An answer with `value`, an array, or one object per line. */
function readOne(document: ReportDocument, take: (value: unknown) => void): void {
  const start = headOf(document);
  if (!/^[{[]/.test(start)) throw reportInvalid('a document is not JSON');
  if (start.startsWith('[')) readJson(document, ['$.*'], take);
  else if (/"(?:value|@odata\.context)"\s*:/.test(start)) readJson(document, ['$.value.*'], take);
  else readJsonLines(document, take);
}

function headOf(document: ReportDocument): string {
  let head = '';
  for (const part of textParts(document)) {
    head += part;
    if (head.length >= 65536) break;
  }
  return head.trimStart();
}

/** Null-free copy with names in lower case; a name of the prototype's is no field of these reports. */
function lowerCase(entry: JsonObject | null): JsonObject | null {
  if (entry === null) return null;
  return Object.fromEntries(Object.entries(entry).map(([name, value]) => [name.toLowerCase(), value]));
}

function firstText(entry: JsonObject | null, names: readonly string[]): string {
  for (const name of names) {
    const value = entry !== null && Object.hasOwn(entry, name) ? entry[name] : undefined;
    if (Array.isArray(value)) return value.filter((part) => typeof part === 'string').join('\n');
    if (typeof value === 'boolean') return String(value);
    const text = jsonText(entry, name);
    if (text !== null) return text;
  }
  return '';
}

function addressesIn(entry: JsonObject): string[] {
  const list = Object.hasOwn(entry, 'ipaddresses') ? entry['ipaddresses'] : [];
  return addressesOf(Array.isArray(list) ? list.map((part) => jsonText(jsonObject(part), 'ipAddress')) : []);
}
