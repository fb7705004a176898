// `npm run verify`: everything that can be judged without a server, a browser or a scan target.
import {
  generatedTypes,
  lintProps,
  runCheck,
  runChecks,
  seconds,
  staticChecks,
  vitestCheck,
} from './lib/checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/project.mjs';

await runScript(async () => {
  const startedAt = Date.now();
  await ensureInstalled();
  const results = [await runCheck(generatedTypes)];
  results.push(...(await runChecks([lintProps, ...staticChecks])));
  // Vitest uses both cores by itself.
  results.push(
    ...(await runChecks([vitestCheck('unit', ['unit']), vitestCheck('contract', ['contract'])], 1)),
  );

  console.log('\ncheck           time  result');
  for (const { name, durationMs, exitCode } of results) {
    console.log(`${name.padEnd(11)} ${seconds(durationMs)}  ${exitCode === 0 ? 'ok' : 'FAILED'}`);
  }
  const failed = results.filter(({ exitCode }) => exitCode !== 0).length;
  console.log(
    `${'all'.padEnd(11)} ${seconds(Date.now() - startedAt)}  ${failed === 0 ? 'ok' : `${failed} FAILED`}`,
  );
  return failed === 0 ? 0 : 1;
});
