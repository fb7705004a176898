import { asvScans } from './kinds/asv-scans.ts';
import { endOfSupport } from './kinds/end-of-support.ts';
import { hipaaDecisions } from './kinds/hipaa-decisions.ts';
import { inventoryReconciliations } from './kinds/inventory-reconciliations.ts';
import { riskAnalyses } from './kinds/risk-analyses.ts';
import { scanAccounts } from './kinds/scan-accounts.ts';
import { scopeConfirmations } from './kinds/scope-confirmations.ts';
import { significantChanges } from './kinds/significant-changes.ts';
import type { RegisterKind } from './register-kind.ts';

/** Every register by the name it has in addresses, documents and the log. */
export const registerKinds = {
  'asv-scans': asvScans,
  'significant-changes': significantChanges,
  'scope-confirmations': scopeConfirmations,
  'inventory-reconciliations': inventoryReconciliations,
  'end-of-support': endOfSupport,
  'risk-analyses': riskAnalyses,
  'hipaa-decisions': hipaaDecisions,
  'scan-accounts': scanAccounts,
} as const satisfies Record<string, RegisterKind>;

export type RegisterName = keyof typeof registerKinds;

export const registerNames = Object.keys(registerKinds) as readonly RegisterName[];

export function isRegisterName(name: string): name is RegisterName {
  return Object.hasOwn(registerKinds, name);
}

export function kindOf(name: RegisterName): RegisterKind {
  return registerKinds[name];
}
