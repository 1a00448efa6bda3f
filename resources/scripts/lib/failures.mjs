// @ts-check
import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

const MAX_REASON = 300

/**
 * What failed in a vitest JSON report, a line each: where, which test, and the first line of why.
 * @param {any} report
 * @returns {readonly string[]}
 */
export function failuresOfVitest(report) {
  return report.testResults.flatMap((/** @type {any} */ file) => {
    const failed = file.assertionResults.filter((/** @type {any} */ test) => test.status === 'failed')
    if (failed.length === 0) return file.status === 'failed' ? [line(file.name, '', file.message)] : []
    return failed.map((/** @type {any} */ test) => line(file.name, test.fullName, test.failureMessages?.[0]))
  })
}

/**
 * What failed in a Playwright JSON report, flaky tests too, a line each as {@link failuresOfVitest}.
 * @param {any} suite the report itself or a suite inside it
 * @returns {readonly string[]}
 */
export function failuresOfPlaywright(suite) {
  const specs = (suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
    spec.tests
      .filter((/** @type {any} */ test) => test.status === 'unexpected' || test.status === 'flaky')
      .map((/** @type {any} */ test) => {
        const error = test.results.find((/** @type {any} */ result) => result.error !== undefined)?.error
        return line(`[${test.projectName}] ${spec.file}:${spec.line}`, spec.title, error?.message)
      }),
  )
  const outside = (suite.errors ?? []).map((/** @type {any} */ error) =>
    line('outside of all tests', '', error.message),
  )
  return [...specs, ...outside, ...(suite.suites ?? []).flatMap(failuresOfPlaywright)]
}

/**
 * What failed in a stage that has ended; of a report that cannot be read, nothing: the stage counts as one failure then.
 * @param {string} path the JSON report
 * @param {(report: any) => readonly string[]} list
 * @returns {readonly string[]}
 */
export function failuresOf(path, list) {
  try {
    return list(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return []
  }
}

/**
 * @param {string} where
 * @param {string} title
 * @param {string | undefined} message
 */
function line(where, title, message) {
  const reason =
    stripVTControlCharacters(message ?? '')
      .split('\n')[0]
      ?.trim()
      .slice(0, MAX_REASON) ?? ''
  return ['Failed:', where, title, reason === '' ? '' : `(${reason})`].filter((part) => part !== '').join(' ')
}
