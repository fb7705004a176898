import { hostBook } from './host-book.ts';
import { jsonList, jsonObject, jsonText, readJson } from './json-records.ts';
import type { ReportImporter } from './report-importer.ts';
import { emitErratum, ERRATA_TEMPLATES } from './satellite-errata.ts';

/** Red Hat Satellite: the report templates of errata by host as JSON. */
export const satelliteJson: ReportImporter = {
  title: `a Red Hat Satellite report of errata by host: ${ERRATA_TEMPLATES} (JSON)`,
  tool: 'Red Hat Satellite',
  tier: 'B',
  evidence:
    'columns of the vendor’s template, app/views/unattended/report_templates/host_-_available_errata.erb (before Foreman 3.7 host_-_applicable_errata.erb) of theforeman/foreman; no public sample',
  recognises: (head) => /^\[\s*\{/.test(head) && /"Host"\s*:/.test(head) && /"Erratum"\s*:/.test(head),
  read: (input, sink) => {
    const reading = { book: hostBook(), sink };
    let record = 0;
    readJson(input.documents[0], ['$.*'], (value, [index]) => {
      // Members of an object are not rows.
      if (typeof index !== 'number') return;
      record += 1;
      const row = jsonObject(value);
      const field = (name: string): string => {
        const list = jsonList(row, name).filter((part) => typeof part === 'string');
        return list.length > 0 ? list.join(', ') : (jsonText(row, name) ?? '');
      };
      emitErratum(field, record, reading);
    });
    reading.book.handOn(sink);
    return { tool: 'Red Hat Satellite', toolVersion: null, madeAt: null };
  },
};
