import { randomBytes } from 'node:crypto';
import type { Failure } from '#core/errors.ts';
import type { CollectedSection, EnvelopeManifest } from './envelope.ts';
import { inWords, scanFailure, type FailureCode } from './failure.ts';
import type { Limits } from './limits.ts';
import type { ScanProgress } from './scanner.ts';
import { SectionReader } from './section-reader.ts';
import { collectorScript, families, isFamilyName, sectionTotal } from './ssh/families.ts';
import { scriptArguments } from './ssh/collector-script.ts';

export interface ScriptRunOptions {
  readonly limits: Limits;
  readonly now: () => number;
  /** Milliseconds since the host's first words: opening the session is a step with the limit of a section. */
  readonly openingMs: number;
  readonly onProgress?: (progress: ScanProgress) => void;
  /** Called once, when the run is over for any reason; the transport then closes. */
  readonly onOver: () => void;
}

export interface ScriptResult {
  readonly outcome: EnvelopeManifest['outcome'];
  readonly failure: Failure | null;
  readonly family: string | null;
  readonly sections: readonly CollectedSection[];
}

/**
 * One run of the collector script over any transport: gives its text and arguments, takes its output, keeps
 * the time, and says how it ended. It never throws on what a host sends.
 */
export class ScriptRun {
  readonly text = collectorScript.text;
  readonly args: readonly string[];
  private readonly options: ScriptRunOptions;
  private readonly reader: SectionReader;
  private readonly idle: NodeJS.Timeout;
  private section: NodeJS.Timeout;
  private failure: Failure | null = null;
  private timedOut = false;
  private heard = false;
  private over = false;

  constructor(options: ScriptRunOptions) {
    this.options = options;
    const { limits } = options;
    const nonce = randomBytes(16).toString('hex');
    this.args = scriptArguments(nonce, limits.sectionMs, options.now());
    this.reader = new SectionReader(nonce, limits, {
      onSection: () => this.sectionEnded(),
      onDone: () => this.finish(),
      onTooLarge: (detail) => this.stop('OUTPUT_TOO_LARGE', detail),
    });
    this.idle = setTimeout(() => this.silent(), limits.idleMs);
    this.section = this.watch('opening the session', limits.sectionMs - options.openingMs);
  }

  push(chunk: Uint8Array): void {
    if (this.over) return;
    if (!this.heard) this.watchSection();
    this.heard = true;
    this.idle.refresh();
    this.reader.push(chunk);
  }

  /** The transport ended by itself. */
  ended(): void {
    if (!this.over) this.stop('OUTPUT_TRUNCATED', this.where());
  }

  /** Ends the run with a failure of the transport or the caller. The first reason stands. */
  stop(code: FailureCode, detail: string): void {
    if (this.over) return;
    this.failure = scanFailure(code, detail);
    this.finish();
  }

  /** Where the run stands, as part of a failure's sentence. */
  where(): string {
    return this.reader.openSection ? `in section ${this.reader.openSection}` : 'between sections';
  }

  result(): ScriptResult {
    const { sections } = this.reader;
    const family =
      this.reader.family !== null && isFamilyName(this.reader.family) ? this.reader.family : null;
    const failure = this.failure ?? judgeSections(sections, family);
    return { sections, family, failure, outcome: judgeOutcome(sections, family, failure) };
  }

  private sectionEnded(): void {
    if (!this.over) this.watchSection();
    const { length } = this.reader.sections;
    const step = this.reader.sections.at(-1)?.name ?? null;
    this.options.onProgress?.({ phase: 'collecting', step, done: length, total: sectionTotal });
  }

  private watchSection(): void {
    const { sectionMs, slackMs } = this.options.limits;
    clearTimeout(this.section);
    this.section = this.watch(null, sectionMs + slackMs);
  }

  private watch(step: string | null, ms: number): NodeJS.Timeout {
    return setTimeout(
      () => {
        this.timedOut = true;
        this.stop(
          'SECTION_TIMEOUT',
          `${step ?? this.where()} (limit ${inWords(this.options.limits.sectionMs)})`,
        );
      },
      Math.max(0, ms),
    );
  }

  private silent(): void {
    const limit = inWords(this.options.limits.idleMs);
    this.timedOut = true;
    if (this.heard) this.stop('OUTPUT_STALLED', `${this.where()} for ${limit}`);
    else this.stop('NO_OUTPUT', limit);
  }

  private finish(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.idle);
    clearTimeout(this.section);
    this.reader.cutOff(this.timedOut);
    this.options.onOver();
  }
}

/** What is wrong with a run that reached its end. */
function judgeSections(
  sections: readonly CollectedSection[],
  family: keyof typeof families | null,
): Failure | null {
  if (family === null) return scanFailure('OS_UNSUPPORTED', systemName(sections));
  const late = sections.filter((section) => section.timedOut).map((section) => section.name);
  if (late.length > 0) return scanFailure('SECTION_TIMEOUT', `in ${late.join(', ')}`);
  const missing = families[family].required.filter((name) => !isSound(sections, name));
  return missing.length > 0 ? scanFailure('SECTION_FAILED', missing.join(', ')) : null;
}

function judgeOutcome(
  sections: readonly CollectedSection[],
  family: keyof typeof families | null,
  failure: Failure | null,
): EnvelopeManifest['outcome'] {
  if (failure === null) return 'complete';
  const usable =
    family !== null && failure.code !== 'CANCELLED' && isSound(sections, families[family].evidence);
  return usable ? 'partial' : 'failed';
}

function isSound(sections: readonly CollectedSection[], name: string): boolean {
  return sections.some((section) => section.name === name && section.exitCode === 0 && !section.truncated);
}

/** PRETTY_NAME of os-release, reduced to harmless characters: the only host text in a failure. */
function systemName(sections: readonly CollectedSection[]): string {
  const identity = sections.find((section) => section.name === 'identity');
  const text = identity ? Buffer.from(identity.content).toString('latin1') : '';
  const name = /^os\tPRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? '';
  return name.replace(/[^\w .,()/+-]/g, '?').slice(0, 80) || 'it did not name itself';
}
