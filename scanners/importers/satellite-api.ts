import { inputError } from '../failure.ts';
import { hostBook } from './host-book.ts';
import { jsonList, jsonNumber, jsonObject, jsonText, readJson, type JsonObject } from './json-records.ts';
import type { ReportImporter } from './report-importer.ts';
import { emitErratum } from './satellite-errata.ts';

/**
 * Red Hat Satellite: the answer of `GET /api/hosts/HOST/errata`, which does not say whose errata it lists, together with
 * the host's name: `{"host": "web01.example.com", "errata": ANSWER}`, the host first.
 */
export const satelliteApi: ReportImporter = {
  title: 'errata of one host from the API of Red Hat Satellite (JSON)',
  tool: 'Red Hat Satellite',
  tier: 'A',
  evidence:
    'a list of errata of the same API (unittests/scans/redhatsatellite of DefectDojo, BSD-3-Clause), put beside the name of a host; theforeman/foreman-ansible-modules recorded the same fields in the answer about one host',
  recognises: (head) =>
    head.startsWith('{') &&
    /"errata_id"\s*:/.test(head) &&
    /"pulp_id"\s*:|"hosts_applicable_count"\s*:/.test(head),
  read: (input, sink) => {
    const book = hostBook();
    let host = '';
    let record = 0;
    readJson(input.documents[0], ['$.host', '$.errata.results.*', '$.results.*'], (value, path) => {
      if (path[0] === 'host') {
        host = typeof value === 'string' ? value : '';
        return;
      }
      if (host === '') throw hostMissing();
      record += 1;
      const erratum = jsonObject(value);
      if (jsonNumber(erratum, 'hosts_applicable_count') === 0) sink.skip('applies to no host');
      else emitErratum((name) => fieldOf(erratum, name, host), record, { book, sink });
    });
    book.handOn(sink);
    return { tool: 'Red Hat Satellite', toolVersion: null, madeAt: null };
  },
};

/** What the report templates call these members. */
function fieldOf(erratum: JsonObject | null, name: string, host: string): string {
  switch (name) {
    case 'Host':
      return host;
    case 'Erratum':
      return jsonText(erratum, 'errata_id') ?? '';
    case 'Title':
      return jsonText(erratum, 'title') ?? '';
    case 'Type':
      return jsonText(erratum, 'type') ?? '';
    case 'Severity':
      return jsonText(erratum, 'severity') ?? '';
    case 'Packages':
      return jsonList(erratum, 'packages')
        .filter((part) => typeof part === 'string')
        .join(', ');
    case 'CVEs':
      return jsonList(erratum, 'cves')
        .map((cve) => jsonText(jsonObject(cve), 'cve_id') ?? '')
        .join(', ');
    default:
      return '';
  }
}

function hostMissing() {
  return inputError(
    'REPORT_HOST_MISSING',
    'The list of errata does not say of which host it is.',
    'Put the name of the host before it: {"host": "web01.example.com", "errata": ANSWER}; of a list of all hosts use a report template.',
  );
}
