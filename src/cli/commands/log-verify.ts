import { localOperator } from '#lib/server/auth/viewer.ts';
import { readConfig } from '#lib/server/config.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import type { DocumentQuery } from '#lib/server/read-documents/document-input.ts';
import { verifyEvidence } from '#lib/server/read-documents/verify-evidence.ts';
import { defineCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { printJson } from '../output/print.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import { findRunningInstance } from '../source/running-instance.ts';
import { readTextFile } from '../read-text-file.ts';
import { refuseWithoutData } from '../source/with-source.ts';

type Verification = Documents['log-verify'];

export const logVerify = defineCommand({
  summary:
    'Recompute every event, the Merkle root, every signature and every artifact; exit 4 when anything differs',
  options: {
    checkpoint: {
      type: 'string',
      value: 'FILE',
      summary: 'hold the log to a signed checkpoint that was carried away earlier',
    },
  },
  notes: [
    'Without --checkpoint it cannot find a log that was replaced as a whole by an older copy of itself.',
    'See docs/guide/log.md for the check without this program.',
  ],
  run: async ({ context, options }) => {
    const { checkpoint: path } = options;
    const query: DocumentQuery = path === undefined ? {} : { checkpoint: readTextFile(path) };
    const verification = await verify(context, query);
    if (options.json) printJson(context.stdout, verification);
    else context.stdout.write(showVerification(verification));
    return verification.ok ? 0 : 4;
  },
});

async function verify(context: CliContext, query: DocumentQuery): Promise<Verification> {
  refuseWithoutData(context);
  const instance = findRunningInstance(context);
  if (instance) {
    const { openServerSource } = await import('../source/server-source.ts');
    return (await openServerSource(context, instance)).read('log-verify', query);
  }
  const { openEvidence } = await import('#lib/server/read-documents/open-evidence.ts');
  const evidence = openEvidence(readConfig(context.env, context.rootDir), context.now);
  try {
    return verifyEvidence(evidence, localOperator, query);
  } finally {
    evidence.close();
  }
}

function showVerification({ problems, ...verification }: Verification): string {
  const facts = renderFacts([
    ['Result', verification.ok ? 'everything is as it was written' : `${problems.length} problems`],
    ['Events', verification.events],
    ['Epoch', verification.epoch],
    ['Merkle root', verification.root],
    ['Signed by', verification.signedBy ?? 'nobody'],
    ['… key from', verification.keyFrom],
    ['Artifacts', `${verification.artifactCount}, ${verification.artifactBytes} bytes`],
  ]);
  if (verification.ok) return facts;
  return `${facts}\n${renderTable(
    [
      { title: 'Code', cell: (row) => row.code },
      { title: 'Event', align: 'right', cell: (row) => row.seq },
      { title: 'Artifact', cell: (row) => row.artifact },
      { title: 'What', cell: (row) => row.message },
    ],
    problems,
  )}`;
}
