import { expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { sealEnvelope, type Envelope } from '#scanners/envelope.ts';
import { makeSite, receive } from './support/test-app.ts';

const DAY = 86_400_000;
const start = Date.parse('2026-05-01T08:00:00.000Z');

interface Seen {
  readonly address: string;
  readonly ports: readonly number[];
}

/** The sealed nmap scan of some hosts. */
function networkEnvelope(startedAt: number, hosts: readonly Seen[]): Envelope {
  const seconds = Math.floor(startedAt / 1000);
  const port = (number: number) =>
    `<port protocol="tcp" portid="${number}"><state state="open" reason="syn-ack"/><service name="s${number}"/></port>`;
  const xml = [
    `<?xml version="1.0"?>\n<nmaprun scanner="nmap" args="nmap" start="${seconds}" version="7.93" xmloutputversion="1.05">`,
    ...hosts.map(
      ({ address, ports }) =>
        `<host><status state="up" reason="echo-reply"/><address addr="${address}" addrtype="ipv4"/><ports>${ports.map(port).join('')}</ports></host>`,
    ),
    `<runstats><finished time="${seconds}" exit="success"/><hosts up="${hosts.length}" down="0" total="${hosts.length}"/></runstats></nmaprun>`,
  ].join('\n');
  return sealEnvelope({
    scanner: 'nmap',
    build: '0.1.0',
    method: 'network',
    family: null,
    target: { host: '10.0.0.0/24', port: null, address: null },
    profile: 'default',
    startedAt,
    finishedAt: startedAt + 5000,
    outcome: 'complete',
    failure: null,
    hostKey: null,
    sections: [
      {
        name: 'nmap-xml',
        exitCode: 0,
        durationMs: 5000,
        truncated: false,
        timedOut: false,
        content: Buffer.from(xml),
      },
    ],
  });
}

async function withScans<T>(envelopes: readonly Envelope[], work: (app: App) => Promise<T>): Promise<T> {
  const site = makeSite(start + 30 * DAY);
  const app = await site.open();
  try {
    for (const envelope of envelopes) await receive(app, envelope);
    return await work(app);
  } finally {
    await app.close();
    site.remove();
  }
}

async function openPorts(app: App, days: number): Promise<number[]> {
  const asOf = new Date(start + days * DAY).toISOString();
  const [row] = (await listAssets(app, localOperator, { asOf })).rows;
  if (!row) return [];
  const { services } = await getAsset(app, localOperator, { id: row.id, asOf });
  return services.map(({ port }) => port);
}

const scans = [
  networkEnvelope(start, [{ address: '10.0.0.5', ports: [22] }]),
  networkEnvelope(start + DAY, [{ address: '10.0.0.5', ports: [22, 80] }]),
  networkEnvelope(start + 2 * DAY, [{ address: '10.0.0.5', ports: [22, 443] }]),
];

test.each([[[0, 1, 2]], [[2, 1, 0]], [[0, 2, 1]], [[1, 0, 2]]])(
  'network scans that arrive in the order %j tell the same ports of every day',
  async (order) => {
    const arrived = order.flatMap((index) => scans[index] ?? []);
    await withScans(arrived, async (app) => {
      const days = [await openPorts(app, 0), await openPorts(app, 1), await openPorts(app, 2)];
      expect(days).toEqual([[22], [22, 80], [22, 443]]);
    });
  },
);

test('two loopback addresses of one scan are one asset with the ports of both', async () => {
  const both = (at: number) =>
    networkEnvelope(at, [
      { address: '127.0.0.1', ports: [22, 80] },
      { address: '127.0.0.2', ports: [80, 443] },
    ]);
  await withScans([both(start), both(start + DAY)], async (app) => {
    expect((await listAssets(app, localOperator, {})).total).toBe(1);
    expect(await openPorts(app, 1)).toEqual([22, 80, 443]);
    const [row] = (await listAssets(app, localOperator, {})).rows;
    const { services } = await getAsset(app, localOperator, { id: row?.id ?? '' });
    // Unchanged since the first scan: no row was closed and opened again.
    expect(services.map(({ seenFrom }) => seenFrom)).toEqual(
      services.map(() => new Date(start).toISOString()),
    );
  });
});

test('a network scan closes no finding and makes no asset pass', async () => {
  await withScans(scans, async (app) => {
    const { rows } = await listAssets(app, localOperator, {});
    expect(rows).toMatchObject([{ verdict: 'not-scanned', credentialed: false, reached: true, services: 2 }]);
  });
});
