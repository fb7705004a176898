import { decodeEnvelope, encodeEnvelope, sealEnvelope, type Envelope } from '#scanners/envelope.ts';
import { makeSite, receive } from '../integration/support/test-app.ts';
import type { Bench } from './bench.ts';
import { cpuMs, fleetEnvelope, fleetStart } from './support/synthetic-fleet.ts';

const DAY = 86_400_000;
const HOSTS = 60;
const WARM_UP = 15;
const SIZE = { packages: 800, missing: 60 };

/**
 * What this installation spends on one scanned host of 800 packages after its bytes have arrived: seal, hash and
 * store the sections, record the event, parse, detect, apply. SSH itself is measured with the scanners. Half of
 * the hosts are seen for the first time, half have installed some patches since.
 */
export const bench: Bench = {
  name: 'receive one scanned host of 800 packages',
  budget: { value: 150, unit: 'ms CPU', kind: 'gate' },
  async run() {
    const site = makeSite(fleetStart + 100 * DAY);
    const app = await site.open();
    try {
      const day = async (number: number) => {
        const scans = Array.from({ length: WARM_UP + HOSTS }, (_, host) =>
          fleetEnvelope({ number: host, day: number, ...SIZE }),
        );
        let spent = 0;
        for (const [host, scan] of scans.entries()) {
          const before = cpuMs();
          await receive(app, sealAgain(scan));
          if (host >= WARM_UP) spent += cpuMs() - before;
        }
        return spent / HOSTS;
      };
      const newHostMs = await day(0);
      const changedRescanMs = await day(1);
      const importedMs = imported(fleetEnvelope({ number: 0, day: 2, ...SIZE }));
      const value = Math.max(newHostMs, changedRescanMs);
      return {
        value,
        unit: 'ms CPU',
        details: { newHostMs, changedRescanMs, encodeAndDecodeMs: importedMs },
      };
    } finally {
      await app.close();
      site.remove();
    }
  },
};

/** Sealing hashes every section; the collector does it once. */
function sealAgain({ manifest, sections }: Envelope): Envelope {
  const { schema: _schema, version: _version, startedAt, finishedAt, sections: metas, ...rest } = manifest;
  return sealEnvelope({
    ...rest,
    startedAt: Date.parse(startedAt),
    finishedAt: Date.parse(finishedAt),
    sections: metas.map(({ bytes: _bytes, sha256, ...meta }) => ({
      ...meta,
      content: sections.get(sha256) ?? new Uint8Array(),
    })),
  });
}

/** A scan that comes as a file is packed and unpacked as well. */
function imported(envelope: Envelope): number {
  const before = cpuMs();
  for (let round = 0; round < 10; round += 1) decodeEnvelope(encodeEnvelope(envelope));
  return (cpuMs() - before) / 10;
}
