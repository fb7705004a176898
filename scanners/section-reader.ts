import type { CollectedSection } from './envelope.ts';
import type { Limits } from './limits.ts';

export interface SectionEvents {
  /** A section's end marker was read. */
  readonly onSection: (section: CollectedSection) => void;
  /** The script said that everything was sent. */
  readonly onDone: () => void;
  /** A size limit was passed; nothing more is kept. `detail` names the section. */
  readonly onTooLarge: (detail: string) => void;
}

interface OpenSection {
  readonly name: string;
  readonly chunks: Uint8Array[];
  bytes: number;
}

/** No marker line of the script is longer. */
const MAX_MARKER_BYTES = 256;
const TIMED_OUT_EXITS = new Set([124, 137]);
const SECTION_NAME = /^[a-z][a-z-]{0,63}$/;

/**
 * Cuts the collector script's output into sections, byte by byte as the host sent them. Markers carry a
 * random nonce, so that no text of a package or file can end a section:
 *
 *     \n@@NONCE begin NAME\n  content  \n@@NONCE end NAME EXIT MILLISECONDS\n   …   \n@@NONCE family NAME\n   …   \n@@NONCE done\n
 */
export class SectionReader {
  readonly sections: CollectedSection[] = [];
  /** Family the script recognised, or null. */
  family: string | null = null;
  private readonly marker: Buffer;
  private readonly limits: Pick<Limits, 'preambleBytes' | 'sectionBytes' | 'hostBytes'>;
  private readonly events: SectionEvents;
  /** Bytes not yet given to a section, because a marker may begin in them. */
  private rest: Buffer = Buffer.alloc(0);
  private open: OpenSection | null = null;
  private outside = 0;
  private total = 0;
  private state: 'reading' | 'done' | 'stopped' = 'reading';

  constructor(
    nonce: string,
    limits: Pick<Limits, 'preambleBytes' | 'sectionBytes' | 'hostBytes'>,
    events: SectionEvents,
  ) {
    this.marker = Buffer.from(`\n@@${nonce} `, 'latin1');
    this.limits = limits;
    this.events = events;
  }

  /** True after the script's last marker. */
  get finished(): boolean {
    return this.state === 'done';
  }

  /** Name of the section being received, or null between sections. */
  get openSection(): string | null {
    return this.open?.name ?? null;
  }

  push(chunk: Uint8Array): void {
    if (this.state !== 'reading') return;
    this.total += chunk.byteLength;
    if (this.total > this.limits.hostBytes) return this.tooLarge('in all');
    this.rest = this.rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.rest, chunk]);
    let consumed = 0;
    while (this.state === 'reading') {
      const at = this.rest.indexOf(this.marker, consumed);
      if (at < 0) break;
      const lineStart = at + this.marker.length;
      const lineEnd = this.rest.indexOf(0x0a, lineStart);
      if (lineEnd < 0 && this.rest.length - lineStart <= MAX_MARKER_BYTES) {
        this.take(consumed, at);
        this.rest = this.rest.subarray(at);
        return;
      }
      this.take(consumed, at);
      this.readMarker(this.rest.toString('latin1', lineStart, Math.max(lineStart, lineEnd)));
      consumed = lineEnd < 0 ? this.rest.length : lineEnd + 1;
    }
    const keep = Math.max(consumed, this.rest.length - this.marker.length + 1);
    this.take(consumed, keep);
    this.rest = this.rest.subarray(keep);
  }

  /** Closes the section being received as cut off; call when the stream ended or was stopped. */
  cutOff(timedOut: boolean): void {
    if (this.state === 'reading') this.take(0, this.rest.length);
    this.state = this.state === 'done' ? 'done' : 'stopped';
    this.closeOpen({ exitCode: null, durationMs: 0, truncated: true, timedOut });
  }

  private take(from: number, to: number): void {
    if (to <= from || this.state !== 'reading') return;
    if (!this.open) {
      this.outside += to - from;
      if (this.outside > this.limits.preambleBytes) this.tooLarge('outside of its sections');
      return;
    }
    const room = this.limits.sectionBytes - this.open.bytes;
    // A copy: a view would keep the whole network chunk alive.
    this.open.chunks.push(Uint8Array.prototype.slice.call(this.rest, from, Math.min(to, from + room)));
    this.open.bytes += Math.min(to - from, room);
    if (to - from > room) this.tooLarge(`in section ${this.open.name}`);
  }

  private readMarker(line: string): void {
    const [word, name = '', exit = '', ms = ''] = line.split(' ');
    if (word === 'begin' && SECTION_NAME.test(name)) {
      this.closeOpen({ exitCode: null, durationMs: 0, truncated: true, timedOut: false });
      this.open = { name, chunks: [], bytes: 0 };
    } else if (word === 'end' && name === this.open?.name && /^\d{1,3}$/.test(exit)) {
      const exitCode = Number(exit);
      const durationMs = /^\d{1,12}$/.test(ms) ? Number(ms) : 0;
      this.closeOpen({ exitCode, durationMs, truncated: false, timedOut: TIMED_OUT_EXITS.has(exitCode) });
    } else if (word === 'family' && SECTION_NAME.test(name)) {
      this.family ??= name;
    } else if (word === 'done') {
      this.closeOpen({ exitCode: null, durationMs: 0, truncated: true, timedOut: false });
      this.state = 'done';
      this.events.onDone();
    }
  }

  private closeOpen(end: Omit<CollectedSection, 'name' | 'content'>): void {
    const { open } = this;
    if (!open) return;
    this.open = null;
    // A name twice would make the second hide the first; the script never does that.
    if (this.sections.some((section) => section.name === open.name)) return;
    const section = { name: open.name, content: Buffer.concat(open.chunks, open.bytes), ...end };
    this.sections.push(section);
    this.events.onSection(section);
  }

  private tooLarge(detail: string): void {
    this.state = 'stopped';
    this.closeOpen({ exitCode: null, durationMs: 0, truncated: true, timedOut: false });
    this.events.onTooLarge(detail);
  }
}
