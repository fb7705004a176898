import { pinnedNode, toolFile } from './pinned-node.mjs';
import { inProject } from './project.mjs';
import { runCommand, toolEnvironment } from './run-command.mjs';

/**
 * @typedef {{ name: string, args: () => string[], env?: NodeJS.ProcessEnv }} Check args: for the pinned Node
 * @typedef {Check & import('./run-command.mjs').CommandResult} CheckResult
 */

/** Writes .svelte-kit (the generated tsconfig and types), which every other check reads. @type {Check} */
export const generatedTypes = { name: 'sync', args: () => [toolFile('@sveltejs/kit', 'svelte-kit'), 'sync'] };

/** Static checks, longest first so that two at a time end together. @type {Check[]} */
export const staticChecks = [
  { name: 'lint', args: () => [toolFile('eslint'), '.'] },
  {
    name: 'types',
    args: () => [toolFile('svelte-check'), '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  },
  { name: 'format', args: () => [toolFile('prettier'), '--check', '.'] },
  {
    name: 'arch',
    args: () => [
      toolFile('dependency-cruiser', 'depcruise'),
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'scanners',
    ],
  },
  { name: 'dead code', args: () => [toolFile('knip')] },
  { name: 'sql types', args: () => [inProject('scripts', 'sql-generate.ts'), '--check'] },
];

/** Props of components that nothing reads; slow, since it asks for the types of each. @type {Check} */
export const lintProps = {
  name: 'props',
  args: () => [toolFile('eslint'), '--config', 'eslint.props.config.js', '--no-inline-config', 'src'],
};

/** Vitest projects as one check. @param {string} name @param {string[]} projects @param {string[]} extra @returns {Check} */
export const vitestCheck = (name, projects, extra = []) => ({
  name,
  args: () => [toolFile('vitest'), 'run', ...projects.flatMap((project) => ['--project', project]), ...extra],
});

/** Runs one check; its output is printed only when it fails. @param {Check} check @param {boolean} show @returns {Promise<CheckResult>} */
export async function runCheck(check, show = false) {
  const env = toolEnvironment(check.env);
  const result = { ...check, ...(await runCommand(pinnedNode(), check.args(), { env, show })) };
  const failed = result.exitCode !== 0;
  if (failed && !show) console.log(`\n${result.output.trim()}\n`);
  console.log(`${failed ? '✗' : '✓'} ${check.name.padEnd(12)} ${seconds(result.durationMs)}`);
  return result;
}

/** Runs checks, `atOnce` at a time; results stand in the order of the checks. @param {Check[]} checks @param {number} atOnce */
export async function runChecks(checks, atOnce = 2) {
  /** @type {CheckResult[]} */
  const results = [];
  const waiting = checks.entries();
  const work = async () => {
    for (const [position, check] of waiting) results[position] = await runCheck(check);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

/** A duration for people. @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(6)} s`;
