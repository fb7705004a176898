import { listOf, memberOf, numberOf, textOf } from './json-value.ts';
import type { MsrcContext, MsrcRemark, MsrcRemediation, MsrcVulnerability } from './msrc-vulnerability.ts';
import { publishedInstant } from './published-time.ts';

/**
 * Types by number, as API v2 gives them (v3 writes them as text). Sources: Microsoft’s PowerShell module
 * MsrcSecurityUpdates; CVRF 1.1 §6 for the order of the others.
 */
const THREATS = ['impact', 'exploitstatus', 'targetset', 'severity'];
const REMEDIATIONS = ['workaround', 'mitigation', 'vendorfix', 'noneavailable', 'willnotfix', 'knownissue'];

export interface MsrcJson extends MsrcContext {
  readonly id: string;
  readonly changed: string | null;
  readonly vulnerabilities: readonly MsrcVulnerability[];
}

/** Reads a monthly document in JSON; null where it is none. @param name of the document, for places */
export function readMsrcJson(value: unknown, name: string): MsrcJson | null {
  const tracking = memberOf(value, 'DocumentTracking');
  const id = textOf(memberOf(memberOf(tracking, 'Identification'), 'ID'), 'Value');
  const entries = memberOf(value, 'Vulnerability');
  if (id === null || !Array.isArray(entries)) return null;
  const products = new Map<string, string>();
  const tree = memberOf(value, 'ProductTree');
  addProducts(listOf(tree, 'FullProductName'), products);
  addBranches(listOf(tree, 'Branch'), products, 1);
  return {
    id,
    released: publishedInstant(textOf(tracking, 'InitialReleaseDate')),
    changed: publishedInstant(textOf(tracking, 'CurrentReleaseDate')),
    products,
    vulnerabilities: entries.map((entry, index) =>
      vulnerabilityOf(entry, `${name} $.Vulnerability[${index}]`),
    ),
  };
}

function addProducts(values: readonly unknown[], products: Map<string, string>): void {
  for (const value of values) {
    const id = textOf(value, 'ProductID');
    const name = textOf(value, 'Value');
    if (id !== null && name !== null) products.set(id, name);
  }
}

const MAX_BRANCH_DEPTH = 20;

function addBranches(branches: readonly unknown[], products: Map<string, string>, depth: number): void {
  if (depth > MAX_BRANCH_DEPTH) return;
  for (const branch of branches) {
    const items = listOf(branch, 'Items');
    addProducts(items, products);
    addBranches(items, products, depth + 1);
  }
}

function vulnerabilityOf(value: unknown, at: string): MsrcVulnerability {
  return {
    id: textOf(value, 'CVE') ?? '',
    title: valueOf(value, 'Title'),
    notes: listOf(value, 'Notes').map((note) => ({
      type: typeName(memberOf(note, 'Title'), []),
      description: textOf(note, 'Value') ?? '',
      products: [],
    })),
    statuses: listOf(value, 'ProductStatuses').map((entry) => remarkOf(entry, [])),
    threats: listOf(value, 'Threats').map((entry) => remarkOf(entry, THREATS)),
    remediations: listOf(value, 'Remediations').map(remediationOf),
    scores: listOf(value, 'CVSSScoreSets').map((entry) => ({
      base: numberOf(entry, 'BaseScore') ?? -1,
      vector: textOf(entry, 'Vector') ?? '',
    })),
    at,
  };
}

function remediationOf(value: unknown): MsrcRemediation {
  const restart = memberOf(value, 'RestartRequired');
  return {
    ...remarkOf(value, REMEDIATIONS),
    url: textOf(value, 'URL'),
    supercedence: textOf(value, 'Supercedence') ?? '',
    restart: typeof restart === 'string' ? restart : (textOf(restart, 'Value') ?? ''),
    subType: textOf(value, 'SubType') ?? '',
    fixedBuild: textOf(value, 'FixedBuild') ?? '',
  };
}

function remarkOf(value: unknown, numbered: readonly string[]): MsrcRemark {
  const products = memberOf(value, 'ProductID');
  return {
    type: typeName(memberOf(value, 'Type'), numbered),
    description: valueOf(value, 'Description'),
    products: (Array.isArray(products) ? products : [products]).filter((id) => typeof id === 'string'),
  };
}

/** `Vendor Fix`, `VendorFix` and 2 are the same. */
function typeName(type: unknown, numbered: readonly string[]): string {
  if (typeof type === 'number') return numbered[type] ?? '';
  return typeof type === 'string' ? type.toLowerCase().replaceAll(' ', '') : '';
}

/** Texts are objects with a `Value`, or plain. */
function valueOf(value: unknown, name: string): string {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : (textOf(member, 'Value') ?? '');
}
