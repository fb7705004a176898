import { headerCells } from './csv-records.ts';
import { beginsAsJson } from './json-or-csv.ts';
import type { ReportImporter } from './report-importer.ts';
import { readTwistlockCsv } from './twistlock-csv.ts';
import { readTwistlockJson } from './twistlock-json.ts';

/** Prisma Cloud Compute (Twistlock): the result of twistcli, or the console's export. */
export const twistlock: ReportImporter = {
  title: 'a Prisma Cloud (Twistlock) scan (JSON or CSV)',
  tool: 'Prisma Cloud',
  tier: 'A',
  evidence: 'unittests/scans/twistlock of DefectDojo/django-DefectDojo (BSD-3-Clause)',
  recognises: (head) =>
    head.startsWith('{')
      ? /"results"\s*:/.test(head) &&
        /"(?:complianceDistribution|vulnerabilityDistribution|packageName)"\s*:/.test(head)
      : ['CVE ID', 'Compliance ID', 'Fix Status'].every((name) => headerCells(head).includes(name)),
  read: (input, sink) =>
    beginsAsJson(input.documents[0]) ? readTwistlockJson(input, sink) : readTwistlockCsv(input, sink),
};
