import { describe, expect, it } from 'vitest';
import { parseLivepatch } from './livepatch.ts';

const parse = (text: string) => parseLivepatch({ section: 'livepatch', text });

/** As printed in ubuntu.com/landscape/docs/api-rest-livepatch-and-kernel (livepatch_info.json.output), shortened. */
function canonical(state: string) {
  const fixes = ['cve-2023-6270', 'cve-2024-1086'].map((Name) => ({
    Bug: '',
    Description: '',
    Name,
    Patched: true,
  }));
  return {
    Architecture: 'amd64',
    'Client-Version': '10.8.3',
    Status: [
      {
        Kernel: '5.15.0-100.110-generic',
        Livepatch: { CheckState: 'checked', Fixes: fixes, State: state, Version: '104.1' },
        Running: true,
        Supported: 'supported',
        UpgradeRequiredDate: '2025-03-07',
      },
    ],
    tier: 'updates',
  };
}

describe('live patches of the running kernel', () => {
  it('are none where no program and no module tells of one', () => {
    expect(parse('')).toBeNull();
    expect(parse('kpatch\tLoaded patch modules:\nkpatch\t\nkpatch\tInstalled patch modules:\n')).toBeNull();
  });

  it('have the CVE ids that the service names as applied, and none while they are not', () => {
    expect(parse(`canonical\t${JSON.stringify(canonical('applied'))}\n`)).toEqual({
      modules: [],
      state: 'applied',
      version: '104.1',
      cves: ['CVE-2023-6270', 'CVE-2024-1086'],
    });
    expect(parse(`canonical\t${JSON.stringify(canonical('apply-failed'))}\n`)).toMatchObject({
      state: 'apply-failed',
      cves: [],
    });
  });

  // Printed in the user guide of Amazon Linux 2, “View the applied kernel live patches”.
  it('are what kpatch has loaded, not what is only installed', () => {
    const list = `Loaded patch modules:
livepatch_cifs_lease_buffer_len [enabled]
livepatch_CVE_2019_20096 [enabled]

Installed patch modules:
livepatch_CVE_2019_20096 (5.10.102-99.473.amzn2.x86_64)
livepatch_CVE_2020_8648 (5.10.102-99.473.amzn2.x86_64)`;
    expect(parse(list.replaceAll(/^/gm, 'kpatch\t'))).toEqual({
      modules: ['livepatch_CVE_2019_20096', 'livepatch_cifs_lease_buffer_len'],
      state: null,
      version: null,
      cves: ['CVE-2019-20096'],
    });
  });

  it('are modules that the kernel calls enabled and no longer in transition', () => {
    const text = 'module\tkpatch_5_14_0\t1\t0\nmodule\tlate_one\t1\t1\nmodule\toff\t0\t0\n';
    expect(parse(text)).toMatchObject({ modules: ['kpatch_5_14_0'], cves: [] });
  });
});
