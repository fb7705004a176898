import { createRandom } from './random.ts';
import { DAY, HOUR, startOf } from './simulate-estate.ts';
import type { DemoHost, DemoPlan } from './simulate-estate.ts';

export interface DecidedValue {
  readonly attribute: 'unit' | 'owner' | 'criticality' | 'environment' | 'exposure' | 'scope' | 'status';
  readonly value: string;
}

/** What people decide of assets, and from when it holds, UTC ms. */
export interface DemoDecision {
  readonly at: number;
  readonly hosts: readonly string[];
  readonly effectiveFromAt: number;
  readonly decisions: readonly DecidedValue[];
}

/** What is decided of hosts as soon as they are known; hosts of which the same is said are decided together. */
export function firstDecisions(hosts: readonly DemoHost[], at: number): DemoDecision[] {
  const alike = Map.groupBy(hosts, (host) => JSON.stringify([host.firstAt, decisionsOf(host)]));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const names = same.map(({ name }) => name);
    return [{ at, hosts: names, effectiveFromAt: first.firstAt, decisions: decisionsOf(first) }];
  });
}

function decisionsOf(host: DemoHost): DecidedValue[] {
  const { unit, team, criticality, exposure, scope } = host.kind;
  const owner: DecidedValue[] = host.ownerless ? [] : [{ attribute: 'owner', value: team }];
  return [
    { attribute: 'unit', value: unit },
    ...owner,
    { attribute: 'criticality', value: criticality },
    { attribute: 'environment', value: host.environment },
    { attribute: 'exposure', value: exposure },
    { attribute: 'scope', value: scope },
  ];
}

/** Later decisions: hosts leave service, the card environment grows, one host changes hands. */
export function laterDecisions(plan: DemoPlan, estate: readonly DemoHost[]): DemoDecision[] {
  const random = createRandom(`${plan.seed}/decisions`);
  const startAt = startOf(plan);
  const at = (share: number) =>
    startAt + Math.floor(((plan.untilAt - startAt) * share) / DAY) * DAY + 9 * HOUR;
  const retired = estate.flatMap(({ name, retiredAt }): DemoDecision[] => {
    const noticedAt = (retiredAt ?? 0) + random.between(0, 3) * DAY;
    if (retiredAt === null || noticedAt >= plan.untilAt) return [];
    return [
      {
        at: noticedAt,
        hosts: [name],
        effectiveFromAt: retiredAt,
        decisions: [{ attribute: 'status', value: 'retired' }],
      },
    ];
  });
  const from = (prefix: string) =>
    estate.filter((host) => host.kind.prefix === prefix && host.firstAt === startAt).map(({ name }) => name);
  const changes: DemoDecision[] = [
    {
      at: at(0.5),
      hosts: from('pay-log').slice(0, 1),
      effectiveFromAt: at(0.5) - 9 * HOUR,
      decisions: [{ attribute: 'scope', value: 'pci-cde' }],
    },
    {
      at: at(0.62),
      hosts: from('clm-img').slice(-1),
      effectiveFromAt: at(0.62) - 9 * HOUR - 3 * DAY,
      decisions: [
        { attribute: 'unit', value: 'clinical-data' },
        { attribute: 'owner', value: 'Data platform' },
      ],
    },
  ];
  return [...retired, ...changes.filter(({ hosts }) => hosts.length > 0)];
}
