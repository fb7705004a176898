import { seniorManagement } from '../register-kind.ts';
import type { RegisterKind } from '../register-kind.ts';

/** 45 CFR 164.306(d)(3): addressable is not optional. */
export const hipaaDecisions: RegisterKind = {
  title: 'HIPAA addressable decisions',
  noun: 'decision',
  about:
    'For each addressable specification: implemented, an alternative instead, or not reasonable, and why.',
  source: '45 CFR 164.306(d)(3), 164.316(b)',
  writers: ['administrator', 'ciso', 'analyst', 'manager'],
  approvers: seniorManagement,
  evidence: null,
  cadence: { of: 'entry', interval: { usual: 'P12M' } },
  fields: [
    {
      name: 'specification',
      label: 'Specification',
      form: 'line',
      needed: true,
      hint: 'Such as 164.308(a)(5)(ii)(B) Protection from malicious software.',
    },
    {
      name: 'decision',
      label: 'Decision',
      form: 'choice',
      needed: true,
      options: [
        { value: 'implemented', label: 'Implemented' },
        { value: 'alternative', label: 'Alternative measure instead' },
        { value: 'not-implemented', label: 'Not reasonable and appropriate' },
      ],
    },
    { name: 'reason', label: 'Why', form: 'text', needed: true },
    {
      name: 'alternative',
      label: 'Alternative measure',
      form: 'text',
      needed: { field: 'decision', is: 'alternative' },
    },
  ],
};
