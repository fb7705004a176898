import { parseHTML } from 'linkedom';

/** An empty document to draw charts into where there is no browser. */
export function serverDocument(): Document {
  return parseHTML('<!doctype html><html><body></body></html>').document;
}
