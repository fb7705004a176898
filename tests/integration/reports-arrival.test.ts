import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import type { ReportHolds } from '#scanners/importers/held-hosts.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { importReport, missingDebian, nessusReport, nessusReportOf, vulsReport } from './support/reports.ts';
import { makeSite, receive } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');
const name = 'web1.example';

const items = [
  missingDebian(1001, 5001, 'openssl'),
  missingDebian(1002, 5002, 'curl'),
  { plugin: 1003, port: 443, cves: ['CVE-2026-3'] },
];

type Arrival = (app: App) => Promise<unknown>;

const nessus = fc
  .record({
    credentialed: fc.boolean(),
    complete: fc.boolean(),
    seen: fc.subarray(items),
    plugins: fc.option(fc.subarray(items.map(({ plugin }) => plugin))),
    // What somebody says of it afterwards, one word after the other.
    said: fc.constantFrom<ReportHolds[][]>(
      [],
      [],
      ['selection'],
      ['everything'],
      ['everything', 'selection'],
    ),
  })
  .map(({ plugins, ...scan }) => (day: number): Arrival => {
    const host = { name, at: begun + day * DAY, items: scan.seen, ...scan };
    const report = plugins === null ? nessusReport(host) : nessusReportOf({ plugins }, host);
    return async (app) => {
      await importReport(app, report);
      for (const holds of scan.said) await importReport(app, report, { holds });
    };
  });
const vuls = fc
  .record({ advisories: fc.subarray(['DSA-5001-1', 'DSA-5009-1']), fixedIn: fc.constantFrom('', '1.2') })
  .map(
    (scan) =>
      (day: number): Arrival =>
      (app) =>
        importReport(app, vulsReport({ name, at: begun + day * DAY, ...scan })),
  );
const own = fc.constantFrom('1.1', '1.2').map(
  (version) =>
    (day: number): Arrival =>
    (app) =>
      receive(
        app,
        debianEnvelope({
          name,
          startedAt: begun + day * DAY,
          packages: { openssl: { version }, bash: { version: '5' } },
        }),
      ),
);

/** Two to six reports and scans of one host, each on a day of its own, and an order in which they arrive. */
const arrivals = fc
  .array(fc.tuple(fc.oneof({ weight: 3, arbitrary: nessus }, vuls, own), fc.constantFrom(1, 3, 100)), {
    minLength: 2,
    maxLength: 6,
  })
  .chain((made) => {
    let day = 0;
    const events = made.map(([event, days]) => event((day += days)));
    const order = fc.shuffledSubarray([...events.keys()], { minLength: events.length });
    return fc.tuple(fc.constant(events), order);
  });

async function told(events: readonly Arrival[]): Promise<unknown[]> {
  const site = makeSite(begun + 700 * DAY);
  const app = await site.open();
  try {
    for (const arrive of events) await arrive(app);
    const { rows } = await listFindings(app, localOperator, {});
    const shown = rows.map(
      ({ fix, product, reopenNo, state, firstDetected, detectedBy, verifiedAt, verifiedBy, due }) =>
        JSON.stringify({
          fix,
          product,
          reopenNo,
          state,
          firstDetected,
          detectedBy,
          verifiedAt,
          verifiedBy,
          due,
        }),
    );
    expect(site.reports).toEqual([]);
    return shown.sort();
  } finally {
    await app.close();
    site.remove();
  }
}

it('reports and scans give the same findings in whatever order they arrive', async () => {
  await fc.assert(
    fc.asyncProperty(arrivals, async ([events, order]) => {
      const shuffled = order.flatMap((index) => events[index] ?? []);
      expect(await told(shuffled)).toEqual(await told(events));
    }),
    { numRuns: 15 },
  );
}, 240_000);
