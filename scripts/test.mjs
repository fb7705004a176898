// `npm test`: everything but the lab, end-to-end in Chromium included. The last line is the count.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { generatedTypes, runCheck, runChecks, staticChecks, vitestCheck } from './lib/checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { pinnedNode, toolFile } from './lib/pinned-node.mjs';
import { SetupProblem, runScript } from './lib/project.mjs';
import { ensureSystemPackages } from './lib/system-packages.mjs';
import { addCounts, countLine, countPlaywright, countStep, countVitest } from './lib/test-counts.mjs';

const integration = {
  name: 'integration',
  projects: ['integration', 'integration-roles'],
  workers: 2,
  show: true,
};
const short = { name: 'unit', projects: ['unit', 'contract'], workers: 1, show: false };

await runScript(async () => {
  await ensureInstalled();
  pinnedNode();
  await ensureSystemPackages();
  const reports = mkdtempSync(join(tmpdir(), 'patchproof-test-'));
  // Tests start the product hundreds of times: what Node compiled once is read back.
  process.env.NODE_COMPILE_CACHE = join(reports, 'compiled');
  try {
    const types = await runCheck(generatedTypes);
    // Tests that start the server need the build, and its failure is a result, not an abort. It uses one core.
    const [build, checks] = await Promise.all([countBuild(), runChecks(staticChecks)]);
    const counts = [types, ...checks].map(({ exitCode }) => countStep(exitCode));
    counts.push(build, await countTests(reports, integration));
    // A browser is waited for a good part of the time: short tests take what it leaves of two cores.
    counts.push(...(await Promise.all([countBrowser(reports), countTests(reports, short)])));
    const total = addCounts(counts);
    console.log(countLine(total));
    return total.failed === 0 && total.passed > 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});

async function countBuild() {
  try {
    await ensureBuilt();
    return countStep(0);
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    console.error(error.message);
    return countStep(1);
  }
}

/** @param {string} reports @param {typeof integration} run */
async function countTests(reports, { name, projects, workers, show }) {
  const file = join(reports, `${name}.json`);
  const options = [
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    `--maxWorkers=${workers}`,
  ];
  const { exitCode } = await runCheck(vitestCheck(name, projects, options), show);
  return countVitest(file, exitCode);
}

/** @param {string} reports */
async function countBrowser(reports) {
  const file = join(reports, 'playwright.json');
  const args = () => [toolFile('@playwright/test', 'playwright'), 'test'];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const { exitCode } = await runCheck({ name: 'end to end', args, env }, true);
  return countPlaywright(file, exitCode);
}
