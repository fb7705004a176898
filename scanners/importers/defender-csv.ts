import { headerCells, readCsv } from './csv-records.ts';
import { defenderReading, emitVulnerability, type DefenderField } from './defender-record.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';

/** Columns of the table and of the export per device; of the answer of the API. The first names the device. */
const FORMS = [
  ['DeviceId', 'CveId', 'SoftwareName', 'SoftwareVersion'],
  ['machineId', 'cveId', 'productName', 'productVersion'],
] as const;

/**
 * Microsoft Defender: software vulnerabilities by machine as CSV: the result of Advanced Hunting on
 * `DeviceTvmSoftwareVulnerabilities`, or what the API gives as JSON, written as CSV by a script (`Export-Csv`).
 */
export const defenderCsv: ReportImporter = {
  title: 'a Microsoft Defender vulnerability export (CSV)',
  tool: 'Microsoft Defender',
  tier: 'A',
  evidence:
    'the API gives JSON alone: its public sample (unittests/scans/ms_defender of DefectDojo/django-DefectDojo, BSD-3-Clause) written as CSV, read as the JSON is; columns of the table DeviceTvmSoftwareVulnerabilities as Azure/Azure-Sentinel publishes them, without a public sample',
  recognises: (head) => {
    const cells = headerCells(head);
    return FORMS.some((form) => form.every((name) => cells.includes(name)));
  },
  read: readDefenderCsv,
};

function readDefenderCsv(input: ReportInput, sink: ReportSink): ReportFacts {
  const reading = defenderReading(sink);
  const columns = new Map<string, string>();
  let required: readonly string[] = FORMS[0];
  const isHeader = (cells: readonly string[]): boolean => {
    for (const cell of cells) columns.set(cell.toLowerCase(), cell);
    const form = FORMS.find(([device]) => cells.includes(device));
    required = form ?? required;
    return form !== undefined;
  };
  const shape = {
    isHeader,
    // Asked once the header is known.
    get required() {
      return required;
    },
  };
  readCsv(input.documents[0], shape, (row) => {
    const field: DefenderField = (...names) => {
      for (const name of names) {
        const cell = row.get(columns.get(name) ?? '');
        if (cell !== '') return cell;
      }
      return '';
    };
    emitVulnerability(field, row.record, reading);
  });
  reading.book.handOn(sink);
  return { tool: 'Microsoft Defender', toolVersion: null, madeAt: null };
}
