import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import type { ImportReceipt } from '#lib/server/imports/import-file.ts';
import type { AdvisoriesDocument } from '#scanners/feeds/advisories-document.ts';

/** A JSON document as a tool would write it; tests change single fields of it. */
export type Json = Record<string, unknown>;

const DAY_MS = 86_400_000;

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** A Red Hat like host with one openssl update and a newer kernel installed than the one that runs. */
export function redHatInventory(at: number, changes: Json = {}): Json {
  return {
    schema: 'patchproof.inventory',
    version: 1,
    tool: 'satellite-export 6.16',
    collectedAt: iso(at),
    host: {
      name: 'rhel-01',
      machineId: 'c0ffee00c0ffee00c0ffee00c0ffee00',
      cloudId: null,
      addresses: ['10.0.0.21'],
      zone: 'Europe/Berlin',
    },
    os: { id: 'rhel', versionId: '9.6', name: 'Red Hat Enterprise Linux 9.6 (Plow)' },
    versionScheme: 'rpm',
    kernel: {
      running: '5.14.0-570.12.1.el9_6.x86_64',
      package: { name: 'kernel-core', version: '5.14.0-570.12.1.el9_6' },
      installed: [{ name: 'kernel-core', version: '5.14.0-570.12.1.el9_6' }],
      bootedAt: iso(at - 30 * DAY_MS),
    },
    rebootRequired: false,
    sources: [
      { name: 'BaseOS security', security: true, fetchedAt: iso(at - DAY_MS / 2), publishedAt: null },
      { name: 'BaseOS', security: false, fetchedAt: iso(at - DAY_MS / 2), publishedAt: null },
    ],
    packages: [
      { name: 'kernel-core', arch: 'x86_64', version: '5.14.0-570.12.1.el9_6', source: 'kernel' },
      {
        name: 'openssl-libs',
        arch: 'x86_64',
        version: '1:3.2.2-6.el9_5',
        source: 'openssl',
        installedAt: iso(at - 90 * DAY_MS),
      },
      { name: 'bash', arch: 'x86_64', version: '5.1.8-9.el9' },
    ],
    updates: [
      { name: 'openssl-libs', arch: 'x86_64', version: '1:3.2.2-6.el9_5.1', source: 'BaseOS security' },
      { name: 'bash', arch: 'x86_64', version: '5.1.8-10.el9', source: 'BaseOS' },
    ],
    ...changes,
  };
}

/** A Windows server one cumulative update behind. */
export function windowsInventory(at: number, changes: Json = {}): Json {
  return {
    schema: 'patchproof.inventory',
    version: 1,
    tool: 'wsus-export 1.0',
    collectedAt: iso(at),
    host: { name: 'win-01', machineId: 'b1e0f3d4-0000-4000-8000-000000000001', addresses: ['10.0.0.4'] },
    os: { id: 'windows', versionId: '2022', name: 'Windows Server 2022' },
    versionScheme: 'windows',
    kernel: null,
    rebootRequired: false,
    sources: [{ name: 'Security Updates', security: true, fetchedAt: iso(at - DAY_MS / 2) }],
    packages: [{ name: 'Windows Server 2022', arch: 'x64', version: '10.0.20348.4171' }],
    updates: [
      { name: 'Windows Server 2022', arch: 'x64', version: '10.0.20348.4294', source: 'Security Updates' },
    ],
    ...changes,
  };
}

/** What Red Hat says of the openssl update of `redHatInventory`. */
export function opensslAdvisories(publishedAt: number): AdvisoriesDocument {
  return {
    schema: 'patchproof.advisories',
    version: 1,
    source: 'Red Hat security advisories',
    publishedAt: iso(publishedAt),
    advisories: [
      {
        id: 'RHSA-2026:1001',
        title: 'Important: openssl security update',
        released: iso(publishedAt - DAY_MS),
        severity: 'critical',
        cves: ['CVE-2026-1234'],
        knownExploited: null,
        products: [{ product: 'openssl', fixed: '1:3.2.2-6.el9_5.1' }],
      },
    ],
  };
}

export function bytesOf(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document), 'utf8');
}

/** Import a document, or the bytes of a file, as the operator, and wait until it is applied. */
export async function keepFile(app: App, document: unknown, fileName = 'file.json'): Promise<ImportReceipt> {
  const bytes = Buffer.isBuffer(document) ? document : bytesOf(document);
  const input = { content: bytes, fileName, format: null, mode: 'keep' } as const;
  const receipt = await importFile(app, localOperator, input);
  await app.warehouse.catchUp();
  return receipt;
}
