import type { Bench } from './bench.ts';
import { benchDemo } from './support/bench-demo.ts';

/** 150 assets over two years, weekly and then daily, through the log and apply that real scans take. */
export const bench: Bench = {
  name: 'make the demo estate of default size',
  budget: { value: 300_000, unit: 'ms wall', kind: 'gate' },
  async run() {
    const { wallMs, cpuMs, events } = await benchDemo();
    return { value: wallMs, unit: 'ms wall', details: { cpuMs, events, cpuMsPerEvent: cpuMs / events } };
  },
};
