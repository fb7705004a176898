import type { DraftInput } from '#lib/server/exceptions/exception-input.ts';

export const worksheet = {
  constraints: 'The vendor certifies the old version alone.',
  definition: 'The segment firewall admits one network.',
  objective: 'Known flaws cannot be used against the component.',
  identifiedRisk: 'A workstation inside could reach the port.',
  validation: 'The port is scanned every week.',
  maintenance: 'The firewall rule is reviewed every month.',
};

/** A draft that may be requested, about these findings until a day. */
export function draftOf(
  findings: readonly string[],
  until: string,
  known: Partial<Omit<DraftInput, 'scope'>> & { readonly scope?: Partial<DraftInput['scope']> } = {},
): DraftInput {
  const { scope, ...rest } = known;
  return {
    title: 'Keep the old version for now',
    aim: 'later',
    reason: 'The vendor certifies the new version in August.',
    risk: 'An attacker inside the network could run code.',
    rationale: '',
    workaround: '',
    worksheet,
    until,
    controls: [],
    renews: null,
    ...rest,
    scope: {
      findings: [...findings],
      unit: null,
      asset: null,
      fix: null,
      product: null,
      rank: null,
      catchesFuture: false,
      ...scope,
    },
  };
}
