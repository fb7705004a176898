import { visibleJson } from './visible-text.ts';
import type { Sink } from '../context.ts';

/** Prints text of ours as it is. */
export function printText(sink: Sink, text: string): void {
  sink.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Prints the one JSON document of a call. */
export function printJson(sink: Sink, document: unknown): void {
  sink.write(`${visibleJson(JSON.stringify(document, null, 2))}\n`);
}
