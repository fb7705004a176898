import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { renderFacts } from '../output/table.ts';
import { usageError } from '../usage-error.ts';
import { formOf, printDocument } from './read-command.ts';

type Proof = Documents['log-proof'];

export const logProve = defineCommand({
  summary: 'Prove that an event stands in the log, or that the log only grew',
  operands: '[EVENT]',
  minOperands: 0,
  maxOperands: 1,
  options: {
    from: { type: 'string', value: 'N', summary: 'earlier size of the log: proves that it is the beginning' },
    to: { type: 'string', value: 'N', summary: 'later size (default: now)' },
  },
  notes: ['The JSON can be checked without this program: docs/guide/log.md.'],
  run: ({ context, options, operands: [seq] }) => {
    const { from, to } = options;
    if ((seq === undefined) === (from === undefined))
      throw usageError('A proof is of one event, or of growth.', 'Give an EVENT, or --from N.');
    const query = { ...(seq ? { seq } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) };
    return printDocument(context, { name: 'log-proof', query, form: formOf(options), show: showProof });
  },
});

function showProof(proof: Proof): string {
  const facts = renderFacts([
    ...(proof.kind === 'inclusion'
      ? ([
          ['Event', proof.seq],
          ['Stands in the log of', `${proof.size} events`],
          ['Hashed text', proof.leaf],
        ] as const)
      : ([
          ['Log of', `${proof.oldSize} events`],
          ['… root', proof.oldRoot],
          ['Is the beginning of', `${proof.size} events`],
        ] as const)),
    ['Merkle root', proof.root],
    ['Path', proof.proof.join('\n') || 'none needed'],
    ['Key', proof.verifierKey],
  ]);
  return proof.note === null ? facts : `${facts}\n${proof.note}`;
}
