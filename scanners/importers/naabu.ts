import { hostBook } from './host-book.ts';
import { jsonField, jsonObject, jsonText, readJsonLines } from './json-records.ts';
import { nameOf, scanTimes } from './report-flaw.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { reportClock } from './report-time.ts';
import { reportInvalid } from './report-error.ts';

/** naabu: open ports as JSON lines. Ports are no flaws: its use is to show which hosts there are. */
export const naabu: ReportImporter = {
  title: 'a naabu result (JSON lines)',
  tool: 'naabu',
  tier: 'A',
  evidence:
    'the output that README.md of projectdiscovery/naabu (MIT) prints; fields of version 2.6 as its users show them',
  recognises: (head) => isPortLine(head.split('\n', 1)[0] ?? ''),
  read: readNaabu,
};

const KEYS = new Set([
  'host',
  'ip',
  'port',
  'protocol',
  'timestamp',
  'tls',
  'cdn',
  'cdn-name',
  'mac_address',
  'os',
]);
const LINE_CHARACTERS = 4096;

/** Address and port are in many formats: it is naabu's when nothing else stands beside them. */
function isPortLine(line: string): boolean {
  if (line.length > LINE_CHARACTERS || !line.startsWith('{')) return false;
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return false;
  }
  const object = jsonObject(entry);
  const hasBoth = jsonText(object, 'ip') !== null && jsonField(object, 'port') !== undefined;
  return hasBoth && Object.keys(object ?? {}).every((key) => KEYS.has(key));
}

function readNaabu(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const book = hostBook();
  readJsonLines(input.documents[0], (value, line) => {
    const entry = jsonObject(value);
    if (entry === null || jsonField(entry, 'port') === undefined) {
      throw reportInvalid('a line is no port', { line });
    }
    const key = jsonText(entry, 'ip') ?? jsonText(entry, 'host');
    if (key === null) return sink.skip('no host');
    book.note({
      key,
      name: nameOf(jsonText(entry, 'host')),
      addresses: [jsonText(entry, 'ip') ?? '', jsonText(entry, 'host') ?? ''],
      ...scanTimes(null, clock(jsonText(entry, 'timestamp'))),
      credentialed: false,
    });
    sink.skip('open port only');
  });
  book.handOn(sink);
  return { tool: 'naabu', toolVersion: null, madeAt: null };
}
