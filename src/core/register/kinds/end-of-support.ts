import { seniorManagement } from '../register-kind.ts';
import type { RegisterKind } from '../register-kind.ts';

/** PCI DSS v4.0.1 req. 12.3.4: looked at every twelve months; plans are approved by senior management. */
export const endOfSupport: RegisterKind = {
  title: 'Technologies near end of support',
  noun: 'technology',
  about:
    'Hardware and software that will get no more security fixes, each with a plan that management approved.',
  source: 'PCI DSS v4.0.1, 12.3.4',
  writers: ['administrator', 'ciso', 'analyst', 'manager', 'owner', 'operator'],
  approvers: seniorManagement,
  evidence: null,
  cadence: { of: 'entry', interval: { usual: 'P12M' } },
  fields: [
    { name: 'technology', label: 'Technology and version', form: 'line', needed: true },
    { name: 'ends', label: 'Security fixes end on', form: 'day', needed: true },
    { name: 'where', label: 'Where it is used', form: 'text', needed: true },
    {
      name: 'plan',
      label: 'Plan',
      form: 'text',
      needed: true,
      hint: 'Replace, remove, buy extended support, or shield it; by whom.',
    },
    { name: 'doneBy', label: 'Plan done by', form: 'day', needed: true },
  ],
};
