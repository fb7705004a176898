import { mappedFields, plainWord } from './column-mapping.ts';
import type { MappedField } from './column-mapping.ts';

/** How columns of each field are usually called, in the order of preference; compared without case, `_` and `-`. */
const usual: Readonly<Record<MappedField, readonly string[]>> = {
  host: [
    'host name',
    'hostname',
    'host',
    'computer name',
    'computer',
    'server name',
    'server',
    'device name',
    'device',
    'asset name',
    'asset',
    'machine name',
    'machine',
    'endpoint',
    'fqdn',
    'dns name',
    'netbios name',
    'system',
    'target',
    'rechner',
    'name',
  ],
  address: ['ip address', 'ipaddress', 'ip', 'ipv4', 'address', 'host ip', 'asset ip', 'ip addresses'],
  hostId: ['host id', 'hostid', 'asset id', 'device id', 'computer id', 'server id', 'agent id'],
  machineId: ['machine id', 'machineid', 'uuid', 'system uuid', 'serial number'],
  os: ['operating system', 'os', 'os name', 'platform', 'os version'],
  check: [
    'plugin id',
    'plugin',
    'qid',
    'check id',
    'check',
    'rule id',
    'vulnerability id',
    'finding id',
    'patch id',
    'update id',
  ],
  title: [
    'title',
    'vulnerability name',
    'vulnerability',
    'patch name',
    'patch title',
    'patch',
    'update title',
    'update',
    'finding',
    'plugin name',
    'summary',
    'description',
  ],
  product: [
    'product',
    'product name',
    'software',
    'software name',
    'package',
    'package name',
    'application',
    'component',
  ],
  fixes: [
    'kb',
    'kb number',
    'kb article',
    'kb id',
    'bulletin',
    'bulletin id',
    'advisory',
    'advisory id',
    'article',
  ],
  cves: ['cve', 'cves', 'cve id', 'cve ids', 'cveid', 'cve number'],
  severity: [
    'severity',
    'risk',
    'criticality',
    'priority',
    'rating',
    'threat',
    'risk level',
    'severity level',
  ],
  status: [
    'status',
    'state',
    'patch status',
    'install status',
    'installed state',
    'compliance',
    'compliance state',
    'stand',
  ],
  installed: ['installed version', 'current version', 'version', 'package version', 'product version'],
  fixed: [
    'fixed version',
    'fixed in',
    'fix version',
    'target version',
    'available version',
    'latest version',
  ],
  firstSeen: [
    'first seen',
    'first detected',
    'first found',
    'first discovered',
    'detected',
    'created',
    'discovered',
  ],
  lastSeen: ['last seen', 'last detected', 'last found', 'last observed', 'updated'],
  scannedAt: [
    'scan date',
    'scanned at',
    'last scan',
    'last scanned',
    'scan time',
    'report date',
    'last check in',
  ],
  remedy: ['solution', 'remediation', 'recommendation', 'fix', 'resolution'],
};

/**
 * The column that each field most likely has, by the names alone; a column is guessed for one field. Whoever makes the
 * mapping sees and changes it.
 */
export function guessColumns(header: readonly string[]): Partial<Record<MappedField, string>> {
  const guesses: Partial<Record<MappedField, string>> = {};
  const free = new Set(header);
  for (const sure of [true, false]) {
    for (const field of mappedFields) {
      if (guesses[field] !== undefined) continue;
      const found = bestOf(usual[field], [...free], sure);
      if (found === null) continue;
      guesses[field] = found;
      free.delete(found);
    }
  }
  return guesses;
}

/** The same name first; else one that has all words of a usual name of several. */
function bestOf(names: readonly string[], header: readonly string[], sure: boolean): string | null {
  for (const name of names) {
    const found = header.find((column) => (sure ? spoken(column) === name : contains(column, name)));
    if (found !== undefined) return found;
  }
  return null;
}

function contains(column: string, name: string): boolean {
  const words = name.split(' ');
  if (words.length < 2 && name.length < 4) return false;
  const own = spoken(column).split(' ');
  return words.every((word) => own.includes(word));
}

/** `patchName`, `Patch_Name` and `patch-name` as `patch name`. */
function spoken(column: string): string {
  return plainWord(column.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_\-./:]+/g, ' '));
}
