import { setImmediate } from 'node:timers/promises';

/** So long this thread may work before it looks whether somebody waits for it, ms. */
const TURN_MS = 20;

let since = performance.now();

/**
 * Lets others be answered when this thread has worked for a while: for long loops of an applied event, of which only
 * one is at work at a time.
 */
export async function giveWay(): Promise<void> {
  if (performance.now() - since < TURN_MS) return;
  await setImmediate();
  since = performance.now();
}
