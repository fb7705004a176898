import { readQualysAssets } from './qualys-assets.ts';
import { readQualysDetections } from './qualys-detections.ts';
import { readQualysScan } from './qualys-scan.ts';
import { reportInvalid } from './report-error.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { textParts } from './report-bytes.ts';

type Reader = (input: ReportInput, sink: ReportSink) => ReportFacts;

const readers: Readonly<Record<string, Reader>> = {
  ASSET_DATA_REPORT: readQualysAssets,
  QUALYS_REPORT: readQualysAssets,
  SCAN: readQualysScan,
  HOST_LIST_VM_DETECTION_OUTPUT: readQualysDetections,
};

/** Qualys: the report on assets, the result of one scan, and the list of detections of the API. */
export const qualysXml: ReportImporter = {
  title: 'a Qualys report (XML)',
  tool: 'Qualys',
  tier: 'A',
  evidence:
    'unittests/scans/qualys/*.xml of DefectDojo/django-DefectDojo (BSD-3-Clause) for the asset data report; the scan result and the list of detections were not compared with a sample',
  recognises: (head) => readerOf(head) !== null,
  read: (input, sink) => {
    let head = '';
    for (const part of textParts(input.documents[0])) {
      head += part;
      if (head.length >= HEAD_CHARACTERS) break;
    }
    const read = readerOf(head.trimStart());
    if (read === null) throw reportInvalid('its outermost element is none of a Qualys report');
    return read(input, sink);
  },
};

const HEAD_CHARACTERS = 65536;

/** By the outermost element; only Qualys' scan needs a look further, its name is anyone's. */
function readerOf(head: string): Reader | null {
  if (!head.startsWith('<')) return null;
  const [, root = ''] =
    /^(?:<\?[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>|\s)*<([A-Z_]+)[\s>]/.exec(head) ?? [];
  if (
    root === 'SCAN' &&
    !/<SCAN\s[^>]*\bvalue="scan\/|scan-1\.dtd|<KEY\s+value="(?:STATUS|USERNAME)"/.test(head)
  ) {
    return null;
  }
  return Object.hasOwn(readers, root) ? (readers[root] ?? null) : null;
}
