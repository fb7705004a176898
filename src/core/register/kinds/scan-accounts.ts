import type { RegisterKind } from '../register-kind.ts';

/** PCI DSS v4.0.1 req. 11.3.1.2 with 8.2.2 and 7.2.5.1; six months is this organisation's value. */
export const scanAccounts: RegisterKind = {
  title: 'Scan accounts',
  noun: 'scan account',
  about: 'Accounts that scanners sign in with: whose they are, where they work, what they may do.',
  source: 'PCI DSS v4.0.1, 11.3.1.2, 7.2.5.1, 8.2.2',
  writers: ['administrator', 'ciso', 'analyst', 'manager', 'operator'],
  approvers: null,
  evidence: null,
  cadence: { of: 'entry', interval: { usual: 'P6M' } },
  fields: [
    { name: 'account', label: 'Account', form: 'line', needed: true },
    { name: 'where', label: 'Where it is used', form: 'text', needed: true },
    {
      name: 'rights',
      label: 'Rights',
      form: 'text',
      needed: true,
      hint: 'What it may read, and whether through sudo.',
    },
    {
      name: 'interactive',
      label: 'Interactive sign-in',
      form: 'choice',
      needed: true,
      options: [
        { value: 'no', label: 'Not possible' },
        { value: 'yes', label: 'Possible, managed under 8.2.2' },
      ],
    },
    { name: 'secret', label: 'Where its secret is kept, and how it is changed', form: 'text', needed: true },
  ],
};
