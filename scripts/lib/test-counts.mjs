import { readJson } from './project.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} TestCounts */

/** A step that is not a test adds nothing when it succeeds and one failure when it does not. @param {number} exitCode @returns {TestCounts} */
export const countStep = (exitCode) => ({ passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 });

/** @param {TestCounts[]} counts @returns {TestCounts} */
export function addCounts(counts) {
  const sum = (/** @type {keyof TestCounts} */ key) => counts.reduce((total, count) => total + count[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/**
 * Counts of vitest's JSON report. A file that did not even load holds no test but is a failure.
 * @param {string} reportFile
 * @param {number} exitCode
 */
export function countVitest(reportFile, exitCode) {
  const report = readJson(reportFile);
  if (report === null) return countStep(1);
  const notLoaded = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return believeExitCode(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + notLoaded,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

/** Counts of Playwright's JSON report; a test that needed a second try has failed. @param {string} reportFile @param {number} exitCode */
export function countPlaywright(reportFile, exitCode) {
  const stats = readJson(reportFile)?.stats;
  if (stats === undefined) return countStep(1);
  return believeExitCode(exitCode, {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  });
}

/** A run that failed outside its tests (set-up, unhandled rejection) still failed. @param {number} exitCode @param {TestCounts} counts */
function believeExitCode(exitCode, counts) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** The last line of `npm test`. @param {TestCounts} counts */
export function countLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
