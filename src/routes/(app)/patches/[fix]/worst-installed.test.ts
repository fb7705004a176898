import { describe, expect, it } from 'vitest';
import { worstInstalled } from './worst-installed.ts';

const finding = (asset: string, installed: string | null, verdict = 'fail') => ({
  asset,
  verdict,
  packages: [{ name: 'openssl', installed, fixed: '3.0.19-1', why: null }],
});

describe('the worst installed version', () => {
  it('is the lowest by version order, not by text', () => {
    const worst = worstInstalled([
      finding('a', '3.0.10-1'),
      finding('b', '3.0.9-1'),
      finding('c', '3.0.11-1'),
    ]);
    expect(worst).toMatchObject({ asset: 'b', installed: '3.0.9-1' });
  });
  it('looks at open findings and installed packages only', () => {
    expect(worstInstalled([finding('a', '1.0', 'pass'), finding('b', null)])).toBeNull();
  });
});
