import { debSign } from '#core/version/deb.ts';
import { measureCpu, type Bench } from './bench.ts';

const comparisons = 100_000;
const samples = [
  '1:9.2p1-2+deb12u7',
  '3.0.17-1~deb12u2',
  '2.36-9+deb12u10',
  '6.1.147-1',
  '20240203~deb12u1',
  '1.2.11.dfsg-4.1',
  '0.8.2-1ubuntu0.24.04.1~esm3',
];

/** A scan of 800 packages with a dozen versions each compares about 10,000 pairs. */
export const bench: Bench = {
  name: 'compare 100,000 pairs of Debian versions',
  budget: { value: 60, unit: 'ms CPU', kind: 'goal' },
  async run() {
    const value = await measureCpu(() => {
      for (let pair = 0; pair < comparisons; pair += 1) {
        debSign(samples[pair % 7] ?? '', samples[(pair * 3 + 1) % 7] ?? '');
      }
    });
    return { value, unit: 'ms CPU', details: { microsecondsPerPair: (value * 1000) / comparisons } };
  },
};
