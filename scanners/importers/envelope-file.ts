import { decodeEnvelope } from '../envelope.ts';
import type { Importer } from './importer.ts';

/** What `patchproof scan --out` writes: already sealed, so it is only checked. */
export const envelopeFile: Importer = {
  title: 'a Patchproof envelope (JSON)',
  recognises: (head) => head.startsWith('{') && head.includes('"patchproof.envelope"'),
  read: ({ bytes }) => ({ kind: 'envelopes', envelopes: [decodeEnvelope(bytes)] }),
};
