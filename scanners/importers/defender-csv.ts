import { headerCells, readCsv } from './csv-records.ts';
import { defenderReading, emitVulnerability, type DefenderField } from './defender-record.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';

const COLUMNS = ['DeviceId', 'CveId', 'SoftwareName', 'SoftwareVersion'] as const;

/**
 * Microsoft Defender: software vulnerabilities by machine as CSV, either the result of Advanced Hunting on
 * `DeviceTvmSoftwareVulnerabilities` or the rows of "Export software vulnerabilities assessment" turned into CSV.
 */
export const defenderCsv: ReportImporter = {
  title: 'a Microsoft Defender vulnerability export (CSV)',
  tool: 'Microsoft Defender',
  tier: 'B',
  evidence:
    'columns of the table DeviceTvmSoftwareVulnerabilities as Azure/Azure-Sentinel publishes them (.script/tests/KqlvalidationsTests/CustomTables), and of "Export software vulnerabilities assessment" at learn.microsoft.com; no public sample',
  recognises: (head) => {
    const cells = headerCells(head);
    return COLUMNS.every((name) => cells.includes(name));
  },
  read: readDefenderCsv,
};

function readDefenderCsv(input: ReportInput, sink: ReportSink): ReportFacts {
  const reading = defenderReading(sink);
  const columns = new Map<string, string>();
  const isHeader = (cells: readonly string[]): boolean => {
    for (const cell of cells) columns.set(cell.toLowerCase(), cell);
    return cells.includes('DeviceId');
  };
  readCsv(input.documents[0], { isHeader, required: COLUMNS }, (row) => {
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
