import type { RegisterKind } from '../register-kind.ts';

/** PCI DSS v4.0.1 req. 11.3.2: every three months, by an approved vendor; a failed one is repeated until it passes. */
export const asvScans: RegisterKind = {
  title: 'ASV scans',
  noun: 'ASV scan',
  about:
    'External scans by an approved scanning vendor with their attestations: a passing one every three months.',
  source: 'PCI DSS v4.0.1, 11.3.2',
  writers: ['administrator', 'ciso', 'analyst', 'manager'],
  approvers: null,
  evidence: 'the report and the attestation of scan compliance',
  cadence: {
    of: 'series',
    day: 'completed',
    interval: { usual: 'P3M' },
    counts: { field: 'result', is: 'pass' },
  },
  fields: [
    { name: 'vendor', label: 'Scanning vendor', form: 'line', needed: true },
    { name: 'completed', label: 'Completed on', form: 'day', needed: true },
    {
      name: 'result',
      label: 'Result',
      form: 'choice',
      needed: true,
      options: [
        { value: 'pass', label: 'Pass' },
        { value: 'fail', label: 'Fail' },
      ],
    },
    { name: 'scope', label: 'Addresses and names scanned', form: 'text', needed: true },
    {
      name: 'failing',
      label: 'What failed',
      form: 'text',
      needed: { field: 'result', is: 'fail' },
      hint: 'Components with a CVSS base score of 4.0 or more, or an automatic failure.',
    },
    {
      name: 'rescanOf',
      label: 'Rescan of',
      form: 'line',
      needed: false,
      hint: 'The entry it repeats, such as RG-0012.',
    },
  ],
};
