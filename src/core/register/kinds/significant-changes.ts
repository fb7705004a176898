import type { RegisterKind } from '../register-kind.ts';

/** PCI DSS v4.0.1 req. 6.5.2, 11.3.1.3 and 11.3.2.1; the standard gives no number of days, so this one is ours. */
export const significantChanges: RegisterKind = {
  title: 'Significant changes',
  noun: 'significant change',
  about:
    'Changes after which scans have to run and requirements to be confirmed, within 30 days of the change.',
  source: 'PCI DSS v4.0.1, 6.5.2, 11.3.1.3, 11.3.2.1',
  writers: ['administrator', 'ciso', 'analyst', 'manager', 'owner', 'operator'],
  approvers: null,
  evidence: null,
  cadence: { of: 'once', day: 'changed', interval: { usual: 'P30D' } },
  fields: [
    { name: 'change', label: 'What changed', form: 'text', needed: true },
    { name: 'changed', label: 'Changed on', form: 'day', needed: true },
    { name: 'why', label: 'Why it is significant', form: 'text', needed: true },
    { name: 'systems', label: 'New and changed systems', form: 'text', needed: true },
    {
      name: 'internalScan',
      label: 'Internal scan after it',
      form: 'line',
      needed: false,
      hint: 'Scan id or report: high and critical resolved.',
    },
    {
      name: 'externalScan',
      label: 'External scan after it',
      form: 'line',
      needed: false,
      hint: 'Scan id or report: CVSS 4.0 and higher resolved. Or why none applies.',
    },
  ],
};
