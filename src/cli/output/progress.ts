import type { Sink } from '../context.ts';
import { visibleText } from './visible-text.ts';

export interface Progress {
  /** What is being done now. */
  step(text: string): void;
  /** One more is finished; the line stays. */
  done(text: string): void;
  end(): void;
}

const BAR = 20;
const CLEAR_LINE = '\r\x1b[2K';

/** Progress of long work: a bar that redraws itself on a terminal, one line for each finished part otherwise. */
export function startProgress(sink: Sink, total: number): Progress {
  let count = 0;
  if (!sink.isTTY) {
    return {
      step: () => undefined,
      done: (text) => sink.write(`[${++count}/${total}] ${visibleText(text)}\n`),
      end: () => undefined,
    };
  }
  const draw = (text: string) => {
    const filled = total === 0 ? BAR : Math.round((count / total) * BAR);
    const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ${count}/${total} ${visibleText(text)}`;
    sink.write(`${CLEAR_LINE}${bar.slice(0, (sink.columns ?? 80) - 1)}`);
  };
  return {
    step: draw,
    done: (text) => {
      count += 1;
      sink.write(`${CLEAR_LINE}${visibleText(text)}\n`);
      draw('');
    },
    end: () => sink.write(CLEAR_LINE),
  };
}
