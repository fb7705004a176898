import { seniorManagement } from '../register-kind.ts';
import type { RegisterKind } from '../register-kind.ts';

/** Targeted risk analyses, PCI DSS v4.0.1 req. 12.3.1: reviewed every twelve months, updated when the review says so. */
export const riskAnalyses: RegisterKind = {
  title: 'Targeted risk analyses',
  noun: 'risk analysis',
  about:
    'Why this organisation does something as often as it does, where the standard leaves the frequency to it.',
  source: 'PCI DSS v4.0.1, 12.3.1',
  writers: ['administrator', 'ciso', 'analyst', 'manager'],
  approvers: seniorManagement,
  evidence: null,
  cadence: { of: 'entry', interval: { usual: 'P12M' } },
  fields: [
    { name: 'requirement', label: 'Requirement', form: 'line', needed: true, hint: 'Such as 11.3.1.1.' },
    { name: 'assets', label: 'Assets protected', form: 'text', needed: true },
    { name: 'threats', label: 'Threats', form: 'text', needed: true, hint: 'One per line.' },
    {
      name: 'factors',
      label: 'Factors of likelihood and impact',
      form: 'text',
      needed: true,
      hint: 'What makes a threat more likely, or its effect worse. One per line.',
    },
    { name: 'result', label: 'Result of the analysis', form: 'text', needed: true },
    {
      name: 'frequency',
      label: 'Frequency or limit',
      form: 'text',
      needed: true,
      hint: 'Such as medium: 90 days from first detection; low: 180 days.',
    },
    { name: 'justification', label: 'Why this frequency is enough', form: 'text', needed: true },
    {
      name: 'policyVersion',
      label: 'Version of the policy that follows it',
      form: 'count',
      needed: false,
    },
  ],
};
