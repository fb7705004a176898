import type { RegisterKind } from '../register-kind.ts';

/** PCI DSS v4.0.1 req. 12.5.1 wants it current; three months is this organisation's value. */
export const inventoryReconciliations: RegisterKind = {
  title: 'Inventory reconciliations',
  noun: 'reconciliation',
  about: 'The inventory held against other sources, so that no system stays unseen: every three months.',
  source: 'PCI DSS v4.0.1, 12.5.1; 45 CFR 164.310(d)(1)',
  writers: ['administrator', 'ciso', 'analyst', 'manager', 'operator'],
  approvers: null,
  evidence: 'the lists that were compared',
  cadence: { of: 'series', day: 'compared', interval: { usual: 'P3M' }, counts: null },
  fields: [
    { name: 'compared', label: 'Compared on', form: 'day', needed: true },
    {
      name: 'source',
      label: 'Compared with',
      form: 'line',
      needed: true,
      hint: 'CMDB, directory, cloud account, DHCP, purchase list.',
    },
    { name: 'matched', label: 'In both', form: 'count', needed: true },
    { name: 'onlyHere', label: 'Only here', form: 'count', needed: true },
    { name: 'onlyThere', label: 'Only there', form: 'count', needed: true },
    { name: 'actions', label: 'What was done about the differences', form: 'text', needed: true },
  ],
};
