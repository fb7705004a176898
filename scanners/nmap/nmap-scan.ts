import { StringDecoder } from 'node:string_decoder';
import nmap from 'node-nmap';
import { startProcess, type RunningProcess } from '../exec.ts';
import { readNmapVersion } from './nmap-version.ts';
import { parseNmapXml, type NmapDocument } from './parse.ts';

export interface NmapRun {
  readonly xml: Buffer;
  readonly stderr: Buffer;
  readonly exitCode: number | null;
  readonly startError: string | null;
  /** null: nothing that could be read as nmap's XML came. */
  readonly document: NmapDocument | null;
}

export interface NmapScanOptions {
  readonly specs: readonly string[];
  readonly flags: readonly string[];
  readonly graceMs: number;
  readonly maxBytes: number;
  readonly onHost: (hostsSoFar: number) => void;
  readonly onTooLarge: () => void;
}

const VERSION_MS = 5_000;
const KEPT_STDERR_BYTES = 64 * 1024;
const HOST_END = '</host>';

/**
 * node-nmap's scan with every part overridden that is unsafe in it: it would start nmap in its constructor,
 * accept flags as targets, drop output that contains "percent", take any word on stderr for a failure, hang
 * handlers on the process, and crash on a port without a service.
 */
export class NmapScan extends nmap.NmapScan {
  private readonly options: NmapScanOptions;
  private readonly stdout: Buffer[] = [];
  private readonly stderr: Buffer[] = [];
  private readonly decoder = new StringDecoder('utf8');
  private process: RunningProcess | null = null;
  private bytes = 0;
  private stderrBytes = 0;
  private hosts = 0;
  private tail = '';
  private document: NmapDocument | null = null;

  constructor(options: NmapScanOptions) {
    super([...options.specs], [...options.flags]);
    this.options = options;
  }

  /** `--` ends nmap's options: whatever a target looks like, it stays a target. */
  override commandConstructor(range: string[], flags: string[]): void {
    this.range = range;
    this.command = ['-oX', '-', ...flags, '--', ...range];
  }

  /** The parent class calls this from its constructor; nothing starts before `run`. */
  override initializeChildProcess(): void {}

  override killChild(): void {
    this.cancelled = true;
    this.process?.stop();
  }

  override cancelScan(): void {
    this.killChild();
  }

  /** Never rejects: how nmap ended is in the result. */
  async run(): Promise<NmapRun> {
    this.process = startProcess({
      file: nmap.nmapLocation,
      args: this.command,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
      input: '',
      graceMs: this.options.graceMs,
      onStdout: (chunk) => this.takeOutput(chunk),
      onStderr: (chunk) => this.takeError(chunk),
    });
    const { exitCode, startError } = await this.process.ended;
    const xml = Buffer.concat(this.stdout);
    this.rawDataHandler(xml.toString('utf8'));
    return { xml, stderr: Buffer.concat(this.stderr), exitCode, startError, document: this.document };
  }

  override rawDataHandler(data: string): void {
    try {
      this.document = parseNmapXml(data);
      this.scanResults = this.document.observation;
    } catch {
      // Empty or not XML: nmap's exit code and its own words on stderr say why.
      this.document = null;
    }
  }

  private takeOutput(chunk: Uint8Array): void {
    this.bytes += chunk.byteLength;
    if (this.bytes > this.options.maxBytes) {
      this.options.onTooLarge();
      return;
    }
    this.stdout.push(Buffer.from(chunk));
    // A closing tag may lie across two chunks.
    const text = this.tail + this.decoder.write(Buffer.from(chunk));
    const ended = text.split(HOST_END).length - 1;
    this.tail = text.slice(
      Math.max(text.lastIndexOf(HOST_END) + HOST_END.length, text.length - HOST_END.length + 1),
    );
    this.hosts += ended;
    if (ended > 0) this.options.onHost(this.hosts);
  }

  private takeError(chunk: Uint8Array): void {
    const room = KEPT_STDERR_BYTES - this.stderrBytes;
    if (room <= 0) return;
    this.stderr.push(Buffer.from(chunk.subarray(0, room)));
    this.stderrBytes += Math.min(room, chunk.byteLength);
  }
}

/** The version that the installed nmap says it has; null when it says none in time. */
export async function askNmapVersion(): Promise<string | null> {
  const said: Buffer[] = [];
  const asked = startProcess({
    file: nmap.nmapLocation,
    args: ['--version'],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    input: '',
    graceMs: 0,
    onStdout: (chunk) => void said.push(Buffer.from(chunk)),
    onStderr: () => undefined,
  });
  const late = setTimeout(() => asked.stop(), VERSION_MS);
  await asked.ended;
  clearTimeout(late);
  return readNmapVersion(Buffer.concat(said).toString('latin1'));
}
