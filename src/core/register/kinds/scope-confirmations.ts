import { seniorManagement } from '../register-kind.ts';
import type { RegisterKind } from '../register-kind.ts';

/** PCI DSS v4.0.1 req. 12.5.2; service providers every six months, 12.5.2.1. */
export const scopeConfirmations: RegisterKind = {
  title: 'Scope confirmations',
  noun: 'scope confirmation',
  about: 'The PCI DSS scope, documented and confirmed every twelve months; by service providers every six.',
  source: 'PCI DSS v4.0.1, 12.5.2, 12.5.2.1',
  writers: ['administrator', 'ciso', 'analyst', 'manager'],
  approvers: seniorManagement,
  evidence: 'the scope document: data flows, components, segmentation',
  cadence: {
    of: 'series',
    day: 'confirmed',
    interval: { usual: 'P12M', when: { field: 'entity', is: 'service-provider', interval: 'P6M' } },
    counts: null,
  },
  fields: [
    { name: 'confirmed', label: 'Confirmed on', form: 'day', needed: true },
    {
      name: 'entity',
      label: 'Confirmed for',
      form: 'choice',
      needed: true,
      options: [
        { value: 'merchant', label: 'Merchant or other entity, yearly' },
        { value: 'service-provider', label: 'Service provider, every six months' },
      ],
    },
    { name: 'flows', label: 'Account data: where it flows and is stored', form: 'text', needed: true },
    { name: 'components', label: 'Components and people in scope', form: 'text', needed: true },
    {
      name: 'segmentation',
      label: 'Segmentation, and why the rest is out of scope',
      form: 'text',
      needed: true,
    },
    { name: 'thirdParties', label: 'Third parties with access', form: 'text', needed: false },
  ],
};
