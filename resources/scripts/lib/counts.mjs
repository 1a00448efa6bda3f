// @ts-check
import { readFileSync } from 'node:fs'

/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Counts */
/** @typedef {{ readonly specs?: readonly { readonly tests?: readonly unknown[] }[], readonly suites?: readonly Suite[] }} Suite a suite in Playwright's JSON report */

/** @type {Counts} */
export const nothing = { passed: 0, failed: 0, skipped: 0 }

/** What a stage counts that could not be run or told nothing: never less than one failure. @type {Counts} */
export const oneFailure = { passed: 0, failed: 1, skipped: 0 }

/**
 * Counts of a vitest JSON report. A file that failed without a failed test (it did not load) counts as one failure.
 * @param {any} report
 * @returns {Counts}
 * @throws when it is not such a report
 */
export function countsOfVitest(report) {
  const silentFiles = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' && !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  )
  return checked({
    passed: report.numPassedTests,
    failed: report.numFailedTests + silentFiles.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  })
}

/**
 * Counts of a Playwright JSON report. A flaky test has failed once and so counts as failed; so does an error outside all tests.
 * @param {any} report
 * @returns {Counts}
 * @throws when it is not such a report
 */
export function countsOfPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats
  return checked({ passed: expected, failed: unexpected + flaky + (report.errors?.length ?? 0), skipped })
}

/**
 * How many tests a `playwright test --list` report names, each once per project.
 * @param {Suite} suite the report itself or a suite inside it
 * @returns {number}
 */
export function testsListed(suite) {
  const own = (suite.specs ?? []).reduce((sum, spec) => sum + (spec.tests?.length ?? 0), 0)
  return (suite.suites ?? []).reduce((sum, inner) => sum + testsListed(inner), own)
}

/**
 * The counts of a stage that has ended: those of its report, but at least one failure when the runner itself failed, left no
 * report or one that cannot be read.
 * @param {string} path the JSON report
 * @param {(report: any) => Counts} count
 * @param {number | null} exitCode null when it died by a signal
 * @returns {Counts}
 */
export function countsOf(path, count, exitCode) {
  try {
    const counts = count(JSON.parse(readFileSync(path, 'utf8')))
    return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
  } catch {
    return oneFailure
  }
}

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sum(all) {
  return all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    nothing,
  )
}

/**
 * The last line of `npm test`.
 * @param {Counts} counts
 */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/**
 * @param {Counts} counts
 * @returns {Counts}
 */
function checked(counts) {
  if (!Object.values(counts).every(Number.isSafeInteger)) throw new TypeError('a count is missing in the report')
  return counts
}
