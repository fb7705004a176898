import { localOperator } from '#lib/server/auth/viewer.ts';
import { readConfig } from '#lib/server/config.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { verifyEvidence } from '#lib/server/read-documents/verify-evidence.ts';
import { defineCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { printJson } from '../output/print.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import { findRunningInstance } from '../source/running-instance.ts';
import { refuseWithoutData } from '../source/with-source.ts';

type Verification = Documents['log-verify'];

export const logVerify = defineCommand({
  summary: 'Recompute every event, the Merkle root and every artifact; exit 4 when anything differs',
  options: {},
  run: async ({ context, options }) => {
    const verification = await verify(context);
    if (options.json) printJson(context.stdout, verification);
    else context.stdout.write(showVerification(verification));
    return verification.ok ? 0 : 4;
  },
});

async function verify(context: CliContext): Promise<Verification> {
  refuseWithoutData(context);
  const instance = findRunningInstance(context);
  if (instance) {
    const { openServerSource } = await import('../source/server-source.ts');
    return (await openServerSource(context, instance)).read('log-verify', {});
  }
  const { openEvidence } = await import('#lib/server/read-documents/open-evidence.ts');
  const evidence = openEvidence(readConfig(context.env, context.rootDir), context.now);
  try {
    return verifyEvidence(evidence, localOperator);
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
