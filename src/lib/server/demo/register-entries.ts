import type { RegisterName } from '#core/register/register-kinds.ts';

/** Who of the demo does something: the part of the address before the @. */
export type DemoHand = 'admin' | 'ciso' | 'analyst' | 'operations' | 'claims' | 'payments';

/** What somebody says of an entry later; `before` = days before the end of the demo. */
export interface DemoAnswer {
  readonly before: number;
  readonly by: DemoHand;
  readonly answer: 'approved' | 'returned' | 'confirmed';
  readonly note: string;
}

/** An entry of a register. In its fields `{day:N}` is the day N days before the end, `{entry:KEY}` another entry's id. */
export interface DemoEntry {
  readonly key: string;
  readonly before: number;
  readonly by: DemoHand;
  readonly register: RegisterName;
  readonly title: string;
  readonly owner: DemoHand;
  readonly unit: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Name and text of the file that proves it. */
  readonly file?: readonly [string, string];
  readonly answers: readonly DemoAnswer[];
}

const asv = { register: 'asv-scans', by: 'analyst', owner: 'analyst', unit: '*', answers: [] } as const;
const scanned = 'portal.demo.example, pay.demo.example, mail.demo.example';

/** Quarterly scans: one failed and was repeated, and since then none was done. */
const asvScans: readonly DemoEntry[] = [
  {
    ...asv,
    key: 'asv-1',
    before: 248,
    title: 'External scan, first of the year',
    fields: { vendor: 'Harbour Scanning', completed: '{day:250}', result: 'pass', scope: scanned },
    file: ['attestation.txt', 'Attestation of scan compliance: pass.'],
  },
  {
    ...asv,
    key: 'asv-2',
    before: 158,
    title: 'External scan, second of the year',
    fields: {
      vendor: 'Harbour Scanning',
      completed: '{day:160}',
      result: 'fail',
      scope: scanned,
      failing: 'pay.demo.example: TLS 1.0 is offered, CVSS 5.9.',
    },
    file: ['report.txt', 'Scan report: one component fails.'],
  },
  {
    ...asv,
    key: 'asv-3',
    before: 149,
    title: 'Repeated after TLS 1.0 was turned off',
    fields: {
      vendor: 'Harbour Scanning',
      completed: '{day:150}',
      result: 'pass',
      scope: 'pay.demo.example',
      rescanOf: '{entry:asv-2}',
    },
    file: ['attestation.txt', 'Attestation of scan compliance: pass, second attempt.'],
  },
];

const change = { register: 'significant-changes', by: 'operations', owner: 'payments' } as const;

const changes: readonly DemoEntry[] = [
  {
    ...change,
    key: 'change-1',
    before: 150,
    unit: 'payments',
    title: 'New load balancer before the payment gateway',
    fields: {
      change: 'The payment gateway is reached through a new load balancer.',
      changed: '{day:151}',
      why: 'It ends TLS for card data.',
      systems: 'pay-gw, pay-fw',
      internalScan: 'Weekly scan of the card zone: nothing high or critical.',
      externalScan: '{entry:asv-3}',
    },
    answers: [
      { before: 140, by: 'payments', answer: 'confirmed', note: 'Scans were done; 2.2.1 and 10.2 hold.' },
    ],
  },
  {
    ...change,
    key: 'change-2',
    before: 43,
    unit: 'payments',
    title: 'Log store joins the card environment',
    fields: {
      change: 'The log store now keeps records with truncated card numbers.',
      changed: '{day:45}',
      why: 'A system came into the cardholder data environment.',
      systems: 'pay-log',
    },
    answers: [],
  },
  {
    ...change,
    key: 'change-3',
    before: 9,
    owner: 'claims',
    unit: 'claims',
    title: 'Claims images move to another unit',
    fields: {
      change: 'Image processing is run by Clinical data.',
      changed: '{day:10}',
      why: 'Its segment, owner and access change.',
      systems: 'clm-img',
    },
    answers: [],
  },
];

const scopes: readonly DemoEntry[] = [
  {
    key: 'scope-1',
    before: 202,
    by: 'analyst',
    register: 'scope-confirmations',
    title: 'Scope of the card environment',
    owner: 'payments',
    unit: '*',
    fields: {
      confirmed: '{day:203}',
      entity: 'merchant',
      flows: 'Portal to gateway to acquirer. Truncated numbers in the log store, none elsewhere.',
      components: 'pay-gw, pay-db, pay-core; connected: pay-log, pay-fraud, mp-edge, mp-web.',
      segmentation: 'pay-fw admits the gateway and the portal alone. Tested half-yearly.',
      thirdParties: 'The acquirer, and the vendor of the gateway by a jump host.',
    },
    file: ['scope.txt', 'Data flows, components, segmentation.'],
    answers: [
      {
        before: 200,
        by: 'ciso',
        answer: 'approved',
        note: 'Agrees with the diagrams and the firewall rules.',
      },
    ],
  },
];

const compared = {
  register: 'inventory-reconciliations',
  by: 'operations',
  owner: 'operations',
  unit: '*',
  answers: [],
} as const;

/** The next one is due within weeks. */
const reconciliations: readonly DemoEntry[] = [
  {
    ...compared,
    key: 'inventory-1',
    before: 169,
    title: 'Inventory against the CMDB, spring',
    fields: {
      compared: '{day:170}',
      source: 'CMDB',
      matched: '139',
      onlyHere: '6',
      onlyThere: '4',
      actions: 'Four were scrapped and are retired here; six are in the CMDB now.',
    },
    file: ['cmdb-spring.txt', 'Both lists, compared by serial number.'],
  },
  {
    ...compared,
    key: 'inventory-2',
    before: 79,
    title: 'Inventory against the CMDB, summer',
    fields: {
      compared: '{day:80}',
      source: 'CMDB',
      matched: '143',
      onlyHere: '2',
      onlyThere: '0',
      actions: 'Two kiosks were added to the CMDB.',
    },
    file: ['cmdb-summer.txt', 'Both lists, compared by serial number.'],
  },
];

const support = { register: 'end-of-support', owner: 'operations', unit: '*' } as const;

const ending: readonly DemoEntry[] = [
  {
    ...support,
    key: 'support-1',
    before: 310,
    by: 'analyst',
    title: 'Debian 11 gets no more fixes',
    fields: {
      technology: 'Debian GNU/Linux 11 (bullseye)',
      ends: '{day:-180}',
      where: 'Payment and claims servers that were not moved to Debian 12 yet.',
      plan: 'Install anew with Debian 13, unit by unit; Platform Linux.',
      doneBy: '{day:-150}',
    },
    answers: [
      { before: 305, by: 'ciso', answer: 'approved', note: 'The plan is funded and ends a month before.' },
    ],
  },
  {
    ...support,
    key: 'support-2',
    before: 25,
    by: 'operations',
    owner: 'claims',
    unit: 'claims',
    title: 'Database of the claims archive',
    fields: {
      technology: 'SQL Server 2016',
      ends: '{day:-220}',
      where: 'clm-sql, archive of closed claims.',
      plan: 'Move to SQL Server 2022 with the next release of the claims platform.',
      doneBy: '{day:-200}',
    },
    answers: [],
  },
];

const analysis = { register: 'risk-analyses', by: 'analyst', owner: 'analyst', unit: '*' } as const;

const analyses: readonly DemoEntry[] = [
  {
    ...analysis,
    key: 'analysis-1',
    before: 345,
    title: 'How often hosts are scanned for malware',
    fields: {
      requirement: '5.3.2.1',
      assets: 'Servers and workplaces outside the card environment.',
      threats: 'Ransomware by mail\nInfected removable media',
      factors: 'Mail is filtered twice.\nRemovable media are off on servers.',
      result: 'Likelihood low, impact high.',
      frequency: 'Weekly full scan.',
      justification: 'On-access scans catch what a weekly scan would find late.',
    },
    answers: [{ before: 341, by: 'ciso', answer: 'approved', note: 'The factors are right for this year.' }],
  },
  {
    ...analysis,
    key: 'analysis-2',
    before: 98,
    title: 'Limits of medium and low findings',
    fields: {
      requirement: '11.3.1.1',
      assets: 'Card environment and what is connected to it.',
      threats: 'A chain of lesser flaws leads to card data.',
      factors: 'Segmentation holds.\nKnown exploitation raises the rank at once.',
      result: 'Likelihood low, impact medium.',
      frequency: 'Medium: 60 days; low: 120 days, from first detection.',
      justification: 'No chain of the last two years used a flaw younger than that.',
      policyVersion: '2',
    },
    answers: [
      { before: 90, by: 'operations', answer: 'returned', note: 'Say how the portal is kept apart as well.' },
    ],
  },
];

const hipaa = { register: 'hipaa-decisions', by: 'analyst', owner: 'claims', unit: '*' } as const;

const decisions: readonly DemoEntry[] = [
  {
    ...hipaa,
    key: 'hipaa-1',
    before: 252,
    title: 'Encryption of ePHI on clinical databases',
    fields: {
      specification: '164.312(a)(2)(iv) Encryption and decryption',
      decision: 'alternative',
      reason: 'The vendor of the archive supports no encryption of its tables.',
      alternative: 'Volumes are encrypted, keys are kept apart, access is logged and reviewed.',
    },
    answers: [{ before: 250, by: 'ciso', answer: 'approved', note: 'The alternative meets the standard.' }],
  },
  {
    ...hipaa,
    key: 'hipaa-2',
    before: 12,
    title: 'Protection from malicious software',
    fields: {
      specification: '164.308(a)(5)(ii)(B) Protection from malicious software',
      decision: 'implemented',
      reason: 'Agents run on every host with ePHI; what lacks one is listed daily.',
    },
    answers: [],
  },
];

const account = { register: 'scan-accounts', by: 'operations', owner: 'operations', unit: '*' } as const;

/** One was reviewed in time, one never was. */
const accounts: readonly DemoEntry[] = [
  {
    ...account,
    key: 'account-1',
    before: 240,
    title: 'Scans of Linux hosts',
    fields: {
      account: 'patchproof-scan',
      where: 'Every Debian, Ubuntu and Red Hat host.',
      rights: 'Reads package lists; sudo for two commands.',
      interactive: 'no',
      secret: 'SSH key in Patchproof, exchanged yearly.',
    },
    answers: [
      { before: 65, by: 'analyst', answer: 'confirmed', note: 'Rights and hosts compared with sudoers.' },
    ],
  },
  {
    ...account,
    key: 'account-2',
    before: 205,
    title: 'Export of the Windows inventory',
    fields: {
      account: 'svc-inventory',
      where: 'The management server.',
      rights: 'Reads installed updates.',
      interactive: 'yes',
      secret: 'In the vault of the Windows team, changed every 90 days.',
    },
    answers: [],
  },
];

export const demoEntries: readonly DemoEntry[] = [
  ...asvScans,
  ...changes,
  ...scopes,
  ...reconciliations,
  ...ending,
  ...analyses,
  ...decisions,
  ...accounts,
];
