import { describe, expect, it } from 'vitest';
import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import type { BillOfMaterials } from '../sbom/bill.ts';
import { heldImporter, isReportHolds } from './held-hosts.ts';
import type { ReportHolds } from './held-hosts.ts';
import { hostOf } from './report-flaw.ts';
import type { ReportImporter, ReportInput } from './report-importer.ts';

const hosts = [
  hostOf({ key: 'a', credentialed: true, complete: true }),
  hostOf({ key: 'b', credentialed: false, complete: false }),
  hostOf({ key: 'c', credentialed: null, complete: true }),
];
const bill: BillOfMaterials = {
  host: 'a',
  name: 'a',
  components: [],
  partial: null,
  tool: 'test',
  madeAt: null,
};
const importer: ReportImporter = {
  title: 'a test',
  tool: 'Test',
  tier: 'C',
  evidence: 'none',
  recognises: () => true,
  read: (_input, sink) => {
    for (const host of hosts) sink.host(host);
    sink.bill?.(bill);
    sink.bill?.({ ...bill, partial: 'it says so' });
    sink.skip('left out');
    return { tool: 'Test', toolVersion: null, madeAt: null };
  },
};
const input: ReportInput = {
  fileName: 'file',
  receivedAt: 0,
  zone: 'UTC',
  documents: [{ name: 'file', chunks: () => [] }],
};

function read(holds: ReportHolds) {
  const seen: { hosts: ReportedHost[]; partial: (string | null)[]; skipped: string[] } = {
    hosts: [],
    partial: [],
    skipped: [],
  };
  heldImporter(importer, holds).read(input, {
    host: (host) => void seen.hosts.push(host),
    flaw: () => undefined,
    skip: (reason) => void seen.skipped.push(reason),
    bill: ({ partial }) => void seen.partial.push(partial),
  });
  return seen;
}

describe('what somebody says that a report holds', () => {
  it('makes no host of a selection complete, and no bill of materials', () => {
    const seen = read('selection');
    expect(seen.hosts).toEqual(hosts.map((host) => ({ ...host, complete: false })));
    expect(seen.partial).toEqual(['it was imported as a selection', 'it says so']);
    expect(seen.skipped).toEqual(['left out']);
  });

  it('makes every host of everything complete, and leaves the login and the bill as they are', () => {
    const seen = read('everything');
    expect(seen.hosts).toEqual(hosts.map((host) => ({ ...host, complete: true })));
    expect(seen.partial).toEqual([null, 'it says so']);
  });

  it('asks for no bill where nobody takes one', () => {
    const sink = { host: () => undefined, flaw: () => undefined, skip: () => undefined };
    expect(heldImporter(importer, 'selection').read(input, sink)).toMatchObject({ tool: 'Test' });
  });

  it('is one of two words', () => {
    expect(['selection', 'everything', 'all', ''].map(isReportHolds)).toEqual([true, true, false, false]);
  });
});
