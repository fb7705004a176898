import type { SystemContent } from '#core/stakeholder/system-content.ts';
import type { DemoHand } from './register-entries.ts';

/** Who decides about a system; people are hands of the demo, `SystemContent` has their ids. */
export interface DemoSystem {
  readonly system: string;
  /** Days before the end of the demo. */
  readonly before: number;
  readonly by: DemoHand;
  readonly content: SystemContent;
  /** Who says afterwards that they know their part. */
  readonly acknowledgedBy: readonly DemoHand[];
}

const line = (task: SystemContent['raci'][number]['task'], accountable: DemoHand, responsible: DemoHand) => ({
  task,
  accountable,
  responsible: [responsible],
  consulted: [],
  informed: [],
});

/** Payments is complete and acknowledged, Claims waits for two people, the group of Windows servers for all. */
export const demoSystems: readonly DemoSystem[] = [
  {
    system: 'unit/payments',
    before: 210,
    by: 'payments',
    content: {
      stakeholders: [
        { part: 'business-line', person: 'payments' },
        { part: 'security', person: 'ciso' },
        { part: 'support', person: 'operations' },
      ],
      deciders: [
        { domain: 'linux', person: 'operations' },
        { domain: 'database', person: 'payments' },
      ],
      raci: [
        line('evaluate', 'ciso', 'analyst'),
        { ...line('approve', 'payments', 'payments'), consulted: ['ciso'] },
        { ...line('deploy', 'operations', 'operations'), informed: ['payments'] },
        line('verify', 'ciso', 'analyst'),
      ],
      escalation: [
        { person: 'operations', hours: 4 },
        { person: 'payments', hours: 8 },
        { person: 'ciso', hours: 24 },
      ],
    },
    acknowledgedBy: ['payments', 'operations', 'ciso', 'analyst'],
  },
  {
    system: 'unit/claims',
    before: 60,
    by: 'claims',
    content: {
      stakeholders: [
        { part: 'business-line', person: 'claims' },
        { part: 'security', person: 'ciso' },
      ],
      deciders: [
        { domain: 'application', person: 'claims' },
        { domain: 'windows', person: 'operations' },
      ],
      raci: [line('approve', 'claims', 'claims'), line('deploy', 'operations', 'operations')],
      escalation: [
        { person: 'operations', hours: 8 },
        { person: 'claims', hours: 24 },
      ],
    },
    acknowledgedBy: ['claims'],
  },
  {
    system: 'group/windows-servers',
    before: 20,
    by: 'ciso',
    content: {
      stakeholders: [{ part: 'support', person: 'operations' }],
      deciders: [{ domain: 'windows', person: 'operations' }],
      raci: [line('deploy', 'operations', 'admin')],
      escalation: [],
    },
    acknowledgedBy: [],
  },
];
