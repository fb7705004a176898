/** Whom a stakeholder speaks for. */
export const stakeholderParts = [
  'business-line',
  'users',
  'support',
  'devops',
  'network',
  'security',
  'executives',
] as const;

export type StakeholderPart = (typeof stakeholderParts)[number];

/** In each technology domain one person says go or no-go. */
export const technologyDomains = [
  'windows',
  'linux',
  'unix',
  'legacy',
  'network',
  'database',
  'application',
  'cloud',
] as const;

export type TechnologyDomain = (typeof technologyDomains)[number];

/** Stages of a patch, each with a responsibility of its own. */
export const patchTasks = [
  'identify',
  'evaluate',
  'approve',
  'test',
  'deploy',
  'verify',
  'communicate',
] as const;

export type PatchTask = (typeof patchTasks)[number];

/** Who does, answers for, is asked about and is told of one task. People are person ids. */
export interface RaciLine {
  readonly task: PatchTask;
  readonly responsible: readonly string[];
  readonly accountable: string;
  readonly consulted: readonly string[];
  readonly informed: readonly string[];
}

/** The people of one system: a business unit or an asset group. */
export interface SystemContent {
  readonly stakeholders: readonly { readonly part: StakeholderPart; readonly person: string }[];
  readonly deciders: readonly { readonly domain: TechnologyDomain; readonly person: string }[];
  readonly raci: readonly RaciLine[];
  /** In this order; each is called when so many hours have passed without an answer. */
  readonly escalation: readonly { readonly person: string; readonly hours: number }[];
}

export const nobodyNamed: SystemContent = { stakeholders: [], deciders: [], raci: [], escalation: [] };

/** `unit/payments`, `group/abc`: the name of a system in addresses and in the log. */
export interface SystemName {
  readonly kind: 'unit' | 'group';
  readonly id: string;
}

export function systemText({ kind, id }: SystemName): string {
  return `${kind}/${id}`;
}

/** null = no name of a system. */
export function readSystem(text: string): SystemName | null {
  const [, kind, id] = /^(unit|group)\/(.{1,100})$/.exec(text) ?? [];
  if (id === undefined || (kind !== 'unit' && kind !== 'group')) return null;
  return { kind, id };
}
