declare module 'node-nmap' {
  import { EventEmitter } from 'node:events';

  /** What our subclass touches of node-nmap 4.0.0; the rest of it is not used. */
  class NmapScan extends EventEmitter {
    constructor(range: string | string[], inputArguments?: string | string[]);
    command: string[];
    range: string[];
    rawData: string;
    cancelled: boolean;
    scanResults: unknown;
    commandConstructor(range: string | string[], additionalArguments?: string | string[]): void;
    initializeChildProcess(): void;
    startScan(): void;
    cancelScan(): void;
    killChild(): void;
    rawDataHandler(data: string): void;
    scanComplete(results: unknown): void;
    startTimer(): void;
    stopTimer(): void;
  }

  const nmap: { nmapLocation: string; NmapScan: typeof NmapScan };
  export default nmap;
}
