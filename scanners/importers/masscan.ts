import { hostBook } from './host-book.ts';
import { jsonField, jsonObject, jsonText, readJson } from './json-records.ts';
import { addressesOf, scanTimes } from './report-flaw.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { epochTime } from './report-time.ts';
import { readXml, xmlChild, type XmlNode } from './xml-records.ts';

/** masscan: open ports (JSON of -oJ, XML of -oX). Ports are no flaws: its use is to show which hosts there are. */
export const masscan: ReportImporter = {
  title: 'a masscan result (JSON or XML)',
  tool: 'masscan',
  tier: 'A',
  evidence: 'what masscan 1.3.2 of Debian 12 wrote as JSON and as XML of a host of our own',
  recognises: (head) =>
    (head.startsWith('[') &&
      /^\[\s*\{\s*"ip"\s*:\s*"[^"]*",\s*"timestamp"\s*:\s*"\d+",\s*"ports"\s*:/.test(head)) ||
    (head.startsWith('<') && /<nmaprun\s[^>]*\bscanner="masscan"/.test(head)),
  read: (input, sink) => {
    const [document] = input.documents;
    let start = 0;
    for (const chunk of document.chunks()) {
      start = chunk.find((byte) => byte > 0x20 && byte < 0x80) ?? 0;
      if (start !== 0) break;
    }
    return start === 0x3c ? readMasscanXml(input, sink) : readMasscanJson(input, sink);
  },
};

const FACTS: ReportFacts = { tool: 'masscan', toolVersion: null, madeAt: null };

function readMasscanJson(input: ReportInput, sink: ReportSink): ReportFacts {
  const book = hostBook();
  readJson(input.documents[0], ['$.*'], (value) => {
    const entry = jsonObject(value);
    const [address] = addressesOf([jsonText(entry, 'ip')]);
    // Older versions end the list with {"finished": 1}.
    if (address === undefined)
      return sink.skip(jsonField(entry, 'finished') === undefined ? 'no host' : 'end mark');
    book.note({
      key: address,
      addresses: [address],
      ...scanTimes(null, epochTime(jsonText(entry, 'timestamp'))),
      credentialed: false,
    });
    sink.skip('open port only');
  });
  book.handOn(sink);
  return FACTS;
}

function readMasscanXml(input: ReportInput, sink: ReportSink): ReportFacts {
  const book = hostBook();
  let isFinished = false;
  const takeHost = (node: XmlNode): void => {
    const [address] = addressesOf([xmlChild(node, 'address')?.attributes['addr']]);
    if (address === undefined) return sink.skip('no host');
    const finished = epochTime(node.attributes['endtime']);
    book.note({ key: address, addresses: [address], ...scanTimes(null, finished), credentialed: false });
    sink.skip('open port only');
  };
  readXml(input.documents[0], {
    roots: ['nmaprun'],
    open: {
      'runstats/finished': () => {
        isFinished = true;
      },
    },
    take: { 'nmaprun/host': takeHost },
  });
  book.handOn(sink, (host) => ({ ...host, complete: isFinished }));
  return FACTS;
}
