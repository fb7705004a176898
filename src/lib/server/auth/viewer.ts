import type { Via } from '../log/event-log.ts';
import type { Role, Scope } from './roles.ts';

/** What a person gave at most five minutes before this request: nothing, the password, or a second factor. */
export type Freshness = 'none' | 'password' | 'factor';

/** A role with the business units it is held for; `['*']` = all. */
export interface Holding {
  readonly role: Role;
  readonly units: readonly string[];
  /** The group of people that the role comes through; absent = given to the person. */
  readonly through?: string;
  /** The person away whose role it is; a delegate has it for approvals only. */
  readonly from?: string;
}

/** Who asks. Every use case takes one and authorises it first. */
export interface Viewer {
  /** null for the system itself and for scanners. */
  readonly personId: string | null;
  /** To show; never written to the log. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Business units in view; `['*']` = all. */
  readonly units: readonly string[];
  /** Which role is held for which units now; absent = each of them for all units in view. */
  readonly holdings?: readonly Holding[];
  /** The person away for whom this is decided, as `deciding` found it. */
  readonly onBehalfOf?: string;
  readonly via: Via;
  /** Set for API tokens: what the token may be used for, within what the roles allow. */
  readonly scopes?: readonly Scope[];
  /** Of a person at a page; absent counts as `none` there. Tokens and the command line are never asked again. */
  readonly fresh?: Freshness;
}

/**
 * The OS owner of the data directory at the command line while no server runs: all units, never approving
 * (design §4). The first migration makes this person.
 */
export const localOperator: Viewer = {
  personId: 'local-operator',
  name: 'local operator',
  roles: ['local-operator'],
  units: ['*'],
  via: 'cli-local',
};

/** A job acts for whoever asked for it, and only submits what it collected. */
export function jobViewer(job: { requestedBy: string | null }): Viewer {
  return { personId: job.requestedBy, name: 'job', roles: ['scanner'], units: ['*'], via: 'job' };
}

/** The product itself at work, such as the first scan; its events have no person. */
export const systemViewer: Viewer = {
  personId: null,
  name: 'Patchproof',
  roles: ['local-operator'],
  units: ['*'],
  via: 'system',
};
