/**
 * Records the scan fixtures anew: `LAB_DIR=… node tests/lab/record-fixtures.ts`. Not a test; run by hand when the
 * collector script changes. See tests/fixtures/scan/README.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, release } from 'node:os';
import { join } from 'node:path';
import {
  encodeEnvelope,
  sealEnvelope,
  type CollectedSection,
  type Envelope,
  type EnvelopeManifest,
} from '#scanners/envelope.ts';
import { scanners } from '#scanners/index.ts';
import { readLab, scanLabHost } from './lab-hosts.ts';

const OUT = join(import.meta.dirname, '../fixtures/scan');
const KERNEL = '6.1.0-44-amd64';
const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZpeHR1cmUtZml4dHVyZS1maXh0dXJlLWZpeHR1cmUh root@workstation';

/** Takes out what names the place of recording; all other bytes stay. */
const neutral: Readonly<Record<string, (text: string) => string>> = {
  identity: (text) =>
    text
      .replace(/^(hostname\t).*$/m, hostname() === readName(text) ? '$1workstation' : '$&')
      .replace(/^hostkey\t(?!.*root@(deb|ubu)-).*\n?/gm, '')
      .replace(/^address\t(?!10\.77\.7\.1\d\/).*\n?/gm, '')
      .replace(/^cloud\t.*\n?/gm, ''),
  kernel: (text) => text.replaceAll(release(), KERNEL),
  sources: (text) => text.replace(/^(file|line)\t(?=.*(cloud|node)).*\n?/gim, ''),
};

function readName(text: string): string {
  return /^hostname\t(.*)$/m.exec(text)?.[1] ?? '';
}

function neutralise(name: string, content: Uint8Array, isWorkstation: boolean): Uint8Array {
  const change = neutral[name];
  if (!change) return content;
  let text = change(Buffer.from(content).toString('utf8'));
  if (isWorkstation && name === 'identity') {
    text = text.replace(/^machine-id\t.*$/m, 'machine-id\t0123456789abcdef0123456789abcdef');
    text += `hostkey\t${KEY}\naddress\t192.0.2.10/24\n`;
  }
  return Buffer.from(text, 'utf8');
}

function reseal({ manifest, sections }: Envelope, name: string): Envelope {
  const isWorkstation = name === 'workstation';
  const collected = manifest.sections.map(({ bytes: _bytes, sha256, ...meta }): CollectedSection => ({
    ...meta,
    content: neutralise(meta.name, sections.get(sha256) ?? new Uint8Array(), isWorkstation),
  }));
  const {
    schema: _schema,
    version: _version,
    startedAt,
    finishedAt,
    target,
    ...rest
  }: EnvelopeManifest = manifest;
  return sealEnvelope({
    ...rest,
    target: isWorkstation ? { ...target, host: 'workstation' } : target,
    startedAt: Date.parse(startedAt),
    finishedAt: Date.parse(finishedAt),
    sections: collected,
  });
}

function save(name: string, envelope: Envelope): void {
  const folder = join(OUT, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'envelope.json'), encodeEnvelope(reseal(envelope, name)));
  console.log(name, envelope.manifest.outcome);
}

const lab = readLab();
if (!lab) throw new Error('LAB_DIR names no running lab');
for (const name of ['deb-outdated', 'deb-bullseye', 'deb-current', 'ubu-noble', 'ubu-jammy']) {
  save(name, await scanLabHost(lab, name));
}
const { local } = scanners;
save(
  'workstation',
  await local.collect({ target: local.parseTarget(''), profile: 'default', now: Date.now }),
);

const truthFile = process.env['LAB_TRUTH_FILE'];
if (truthFile) {
  const { hosts } = JSON.parse(readFileSync(truthFile, 'utf8')) as { hosts: { host: string }[] };
  for (const host of hosts)
    writeFileSync(join(OUT, host.host, 'truth.json'), `${JSON.stringify(host, null, 1)}\n`);
}
