import { sealEnvelope, type Envelope } from '../envelope.ts';
import { scanFailure } from '../failure.ts';
import { parseNmapXml } from '../nmap/parse.ts';
import { productVersion } from '../version.ts';
import { decodeXml } from '../xml.ts';
import type { Importer, ImportFile } from './importer.ts';

/** nmap's own `-oX` file, from whoever ran it. */
export const nmapXml: Importer = {
  title: 'an nmap result (XML)',
  // Any XML with a document type comes here too: the reader says why it is refused.
  recognises: (head) => head.startsWith('<') && /<nmaprun[\s/>]|<!DOCTYPE/i.test(head),
  read: (file) => ({ kind: 'envelopes', envelopes: [readNmap(file)] }),
};

/** The instants are those of nmap's own clock; an unfinished document is a partial scan and closes nothing. */
function readNmap({ bytes, fileName, receivedAt }: ImportFile): Envelope {
  const text = decodeXml(bytes);
  const { observation, brokenAtLine } = parseNmapXml(text);
  const whole = brokenAtLine === null && observation.finished;
  const startedAt = observation.startedAt ?? receivedAt;
  return sealEnvelope({
    scanner: 'nmap',
    build: `import+${productVersion}`,
    method: 'network',
    family: null,
    target: { host: fileName, port: null, address: null },
    profile: 'import',
    startedAt,
    finishedAt: observation.finishedAt ?? startedAt,
    outcome: whole ? 'complete' : 'partial',
    failure: whole ? null : scanFailure('SCAN_UNFINISHED'),
    hostKey: null,
    sections: [
      {
        name: 'nmap-xml',
        content: Buffer.from(text, 'utf8'),
        exitCode: null,
        durationMs: 0,
        truncated: !whole,
        timedOut: false,
      },
    ],
  });
}
