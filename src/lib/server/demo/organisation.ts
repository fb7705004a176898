import type { GroupInput } from '../inventory/define-group.ts';
import type { Role } from './linux-catalogue.ts';

/** The six business units of the demo organisation, a health insurer, and the teams that patch. */
export interface DemoUnit {
  readonly unit: string;
  readonly name: string;
}

export const demoUnits = [
  { unit: 'corporate-it', name: 'Corporate IT' },
  { unit: 'claims', name: 'Claims' },
  { unit: 'member-portal', name: 'Member portal' },
  { unit: 'clinical-data', name: 'Clinical data' },
  { unit: 'branches', name: 'Branches' },
  { unit: 'payments', name: 'Payments' },
] as const satisfies readonly DemoUnit[];

export type UnitSlug = (typeof demoUnits)[number]['unit'];

/** How fast a team patches: factor on the median time to patch. */
export const demoTeams = {
  'Platform Linux': 0.85,
  'Windows Server': 1,
  Workplace: 0.75,
  'Claims platform': 1.35,
  'Portal SRE': 0.6,
  'Data platform': 1.8,
  Network: 1.2,
} as const;

export type Team = keyof typeof demoTeams;

export type Platform = 'debian' | 'ubuntu' | 'redhat' | 'windows' | 'network';

/** A kind of host: how it is named, where it stands, what runs on it. */
export interface HostKind {
  readonly prefix: string;
  readonly platform: Platform;
  readonly unit: UnitSlug;
  readonly team: Team;
  readonly criticality: 'low' | 'medium' | 'high' | 'critical';
  readonly exposure: 'internet' | 'partner' | 'internal';
  readonly scope: string;
  readonly roles: readonly Role[];
  /** Windows: which products beside the system. */
  readonly windows: 'server' | 'workplace' | 'database' | 'mail' | null;
  /** How many of its platform's hosts, relative to the others. */
  readonly weight: number;
}

const linuxRoles: readonly Role[] = ['web', 'app', 'java', 'db', 'dns', 'file', 'mail', 'data', 'edge'];

const teamNames: readonly Team[] = [
  'Platform Linux',
  'Windows Server',
  'Workplace',
  'Claims platform',
  'Portal SRE',
  'Data platform',
  'Network',
];

const windowsKinds: readonly NonNullable<HostKind['windows']>[] = ['server', 'workplace', 'database', 'mail'];

// prefix|platform|unit|team|criticality|exposure|scope|roles or kind of Windows host|weight
const table = `
pay-gw|debian|payments|Platform Linux|critical|partner|pci-cde|edge web|4
pay-db|debian|payments|Data platform|critical|internal|pci-cde|db|3
pay-log|debian|payments|Platform Linux|high|internal|pci-connected|data|2
clm-app|debian|claims|Claims platform|high|internal|ephi|java app|6
clm-img|debian|claims|Claims platform|medium|internal|ephi|app|5
mp-edge|debian|member-portal|Portal SRE|critical|internet|pci-connected|edge web|4
mp-web|debian|member-portal|Portal SRE|high|internet|pci-connected|web app|5
cd-etl|debian|clinical-data|Data platform|high|internal|ephi|data db|5
corp-dns|debian|corporate-it|Platform Linux|high|internal||dns|3
corp-mail|debian|corporate-it|Platform Linux|high|internet||mail|2
br-print|debian|branches|Workplace|low|internal||file|4
corp-git|ubuntu|corporate-it|Platform Linux|high|internal||app|3
corp-mon|ubuntu|corporate-it|Platform Linux|medium|internal||data|3
mp-api|ubuntu|member-portal|Portal SRE|critical|internet|ephi|app web|6
mp-cache|ubuntu|member-portal|Portal SRE|medium|internal||app|3
cd-ai|ubuntu|clinical-data|Data platform|medium|internal|ephi|data app|4
cd-fhir|ubuntu|clinical-data|Data platform|critical|partner|ephi|java|4
clm-api|ubuntu|claims|Claims platform|high|partner|ephi|java web|4
br-kiosk|ubuntu|branches|Workplace|low|internal||app|5
pay-fraud|ubuntu|payments|Data platform|high|internal|pci-connected|data app|3
clm-core|redhat|claims|Claims platform|critical|internal|ephi|java db|6
cd-dwh|redhat|clinical-data|Data platform|critical|internal|ephi|db data|5
pay-core|redhat|payments|Platform Linux|critical|internal|pci-cde|java|3
corp-sap|redhat|corporate-it|Platform Linux|high|internal||app db|4
corp-idm|redhat|corporate-it|Platform Linux|critical|internal||dns|2
win-dc|windows|corporate-it|Windows Server|critical|internal||server|3
win-fs|windows|corporate-it|Windows Server|medium|internal||server|4
win-mail|windows|corporate-it|Windows Server|high|internet||mail|1
clm-sql|windows|claims|Windows Server|critical|internal|ephi|database|3
cd-pacs|windows|clinical-data|Windows Server|critical|internal|ephi|database|3
pay-pos|windows|payments|Windows Server|high|internal|pci-connected|server|2
br-fs|windows|branches|Windows Server|medium|internal||server|3
br-desk|windows|branches|Workplace|low|internal||workplace|7
corp-desk|windows|corporate-it|Workplace|low|internal||workplace|7
net-core|network|corporate-it|Network|critical|internal|||3
net-fw|network|corporate-it|Network|critical|internet|||2
br-sw|network|branches|Network|medium|internal|||4
pay-fw|network|payments|Network|critical|partner|pci-connected||2
`;

export const hostKinds: readonly HostKind[] = table.trim().split('\n').map(readKind);

function readKind(line: string): HostKind {
  const [prefix = '', platform, unit, team, criticality, exposure, scope = '', roles = '', weight] =
    line.split('|');
  return {
    prefix,
    platform: oneOf(['debian', 'ubuntu', 'redhat', 'windows', 'network'], platform),
    unit: oneOf(
      demoUnits.map((one) => one.unit),
      unit,
    ),
    team: oneOf(teamNames, team),
    criticality: oneOf(['low', 'medium', 'high', 'critical'], criticality),
    exposure: oneOf(['internet', 'partner', 'internal'], exposure),
    scope,
    roles:
      platform === 'windows'
        ? []
        : roles.split(' ').flatMap((role) => linuxRoles.filter((one) => one === role)),
    windows: platform === 'windows' ? oneOf(windowsKinds, roles) : null,
    weight: Number(weight),
  };
}

function oneOf<T extends string>(known: readonly T[], text: string | undefined): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new Error(`not in the organisation: ${text}`);
  return found;
}

/** The people of the demo; none of them exists. */
export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly role: 'administrator' | 'ciso' | 'auditor' | 'analyst' | 'manager';
  readonly units: readonly string[];
}

export const demoPeople: readonly DemoPerson[] = [
  { name: 'Alex Admin', email: 'admin@demo.example', role: 'administrator', units: ['*'] },
  { name: 'Carla Reyes', email: 'ciso@demo.example', role: 'ciso', units: ['*'] },
  { name: 'Aiko Mori', email: 'auditor@demo.example', role: 'auditor', units: ['*'] },
  { name: 'Noah Berg', email: 'analyst@demo.example', role: 'analyst', units: ['*'] },
  { name: 'Marta Lind', email: 'operations@demo.example', role: 'manager', units: ['*'] },
  { name: 'Imani Okoye', email: 'claims@demo.example', role: 'manager', units: ['claims', 'clinical-data'] },
  {
    name: 'Jonas Weber',
    email: 'payments@demo.example',
    role: 'manager',
    units: ['payments', 'member-portal'],
  },
];

export type DemoGroup = Omit<GroupInput, 'position'>;

/** Asset groups by position; together they hold every asset. */
export const demoGroups: readonly DemoGroup[] = [
  { group: 'internet-facing', name: 'Internet-facing', rule: { exposure: ['internet'] } },
  { group: 'unidentified', name: 'Not identified yet', rule: { class: ['unidentified'] } },
  { group: 'network', name: 'Network', rule: { class: ['network'] } },
  { group: 'workplace', name: 'Workplace', rule: { os: ['windows'], criticality: ['low'] } },
  { group: 'windows-servers', name: 'Windows servers', rule: { os: ['windows'] } },
  { group: 'red-hat-servers', name: 'Servers Red Hat', rule: { os: ['rhel', 'rocky'] } },
  { group: 'debian-servers', name: 'Servers Debian/Ubuntu', rule: { os: ['debian', 'ubuntu'] } },
];
