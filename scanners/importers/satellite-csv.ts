import { headerCells, readCsv } from './csv-records.ts';
import { hostBook } from './host-book.ts';
import type { ReportImporter } from './report-importer.ts';
import { emitErratum, ERRATA_COLUMNS, ERRATA_TEMPLATES } from './satellite-errata.ts';

/** Red Hat Satellite: the report templates of errata by host as CSV. */
export const satelliteCsv: ReportImporter = {
  title: `a Red Hat Satellite report of errata by host: ${ERRATA_TEMPLATES} (CSV)`,
  tool: 'Red Hat Satellite',
  tier: 'B',
  evidence:
    'columns of the vendor’s template, app/views/unattended/report_templates/host_-_available_errata.erb (before Foreman 3.7 host_-_applicable_errata.erb) of theforeman/foreman; no public sample',
  recognises: (head) => {
    const cells = headerCells(head);
    return ERRATA_COLUMNS.every((name) => cells.includes(name));
  },
  read: (input, sink) => {
    const reading = { book: hostBook(), sink };
    const shape = {
      isHeader: (cells: readonly string[]) => cells.includes('Erratum'),
      required: ERRATA_COLUMNS,
    };
    readCsv(input.documents[0], shape, (row) => emitErratum((name) => row.get(name), row.record, reading));
    reading.book.handOn(sink);
    return { tool: 'Red Hat Satellite', toolVersion: null, madeAt: null };
  },
};
