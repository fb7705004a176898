import { hostBook } from './host-book.ts';
import { jsonList, jsonObject, jsonText, readJson } from './json-records.ts';
import type { ReportImporter } from './report-importer.ts';
import { reportClock } from './report-time.ts';
import { emitErratum } from './satellite-errata.ts';

/**
 * Red Hat Satellite: the report template "Host - Applicable Errata" as JSON. A page of the API's list of errata is
 * recognised too, but names no host and is refused as empty.
 */
export const satelliteJson: ReportImporter = {
  title: 'a Red Hat Satellite report "Host - Applicable Errata" (JSON)',
  tool: 'Red Hat Satellite',
  tier: 'B',
  evidence:
    'columns of the vendor’s template, app/views/unattended/report_templates/host_-_applicable_errata.erb of theforeman/foreman; the public sample (unittests/scans/redhatsatellite of DefectDojo, BSD-3-Clause) is a list of errata without hosts, which is refused',
  recognises: (head) =>
    (/^\[\s*\{/.test(head) && /"Host"\s*:/.test(head) && /"Erratum"\s*:/.test(head)) ||
    (head.startsWith('{') &&
      /"errata_id"\s*:/.test(head) &&
      /"pulp_id"\s*:|"hosts_applicable_count"\s*:/.test(head)),
  read: (input, sink) => {
    const reading = { book: hostBook(), clock: reportClock(input.zone), sink };
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
