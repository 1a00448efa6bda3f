// @ts-check
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  countsOf,
  countsOfPlaywright,
  countsOfVitest,
  lastLine,
  sum,
  testsListed,
} from '../../../resources/scripts/lib/counts.mjs'
import { failuresOf, failuresOfPlaywright, failuresOfVitest } from '../../../resources/scripts/lib/failures.mjs'
import { stageTable } from '../../../resources/scripts/lib/stageTable.mjs'
import { planTests } from '../../../resources/scripts/lib/testPlan.mjs'
import { tempFolder } from './tempFolder.mjs'

const good = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] }

describe('countsOfVitest', () => {
  it('counts skipped and planned tests as skipped', () => {
    expect(countsOfVitest(good)).toEqual({ passed: 5, failed: 0, skipped: 2 })
  })

  it('counts a file that did not load as a failure, and one with failed tests once', () => {
    const report = {
      ...good,
      numFailedTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    }
    expect(countsOfVitest(report).failed).toBe(2)
  })
})

describe('countsOfPlaywright', () => {
  it('counts flaky tests and errors outside the tests as failures', () => {
    const report = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{ message: 'no' }] }
    expect(countsOfPlaywright(report)).toEqual({ passed: 3, failed: 3, skipped: 2 })
  })
})

it('testsListed counts a test once per project', () => {
  const spec = { tests: [{ projectName: 'browser' }, { projectName: 'electron' }] }
  expect(testsListed({ suites: [{ specs: [spec], suites: [{ specs: [spec, { tests: [{}] }] }] }] })).toBe(5)
})

describe('countsOf', () => {
  /** @param {string} text */
  const report = (text) => join(tempFolder({ 'report.json': text }), 'report.json')

  it.each(
    /** @type {[string, string, number | null, object][]} */ ([
      ['a good report', JSON.stringify(good), 0, { passed: 5, failed: 0, skipped: 2 }],
      ['a good report of a runner that failed', JSON.stringify(good), 1, { passed: 5, failed: 1, skipped: 2 }],
      ['a good report of a runner that was killed', JSON.stringify(good), null, { passed: 5, failed: 1, skipped: 2 }],
      [
        'a report with failures',
        JSON.stringify({ ...good, numFailedTests: 3 }),
        1,
        { passed: 5, failed: 3, skipped: 2 },
      ],
      ['a torn report', '{"numPassed', 0, { passed: 0, failed: 1, skipped: 0 }],
      ['another report', '{}', 0, { passed: 0, failed: 1, skipped: 0 }],
      ['a report without a number', JSON.stringify({ testResults: [] }), 0, { passed: 0, failed: 1, skipped: 0 }],
    ]),
  )('%s', (_, text, code, expected) => {
    expect(countsOf(report(text), countsOfVitest, code)).toEqual(expected)
  })

  it('no report', () => {
    expect(countsOf(join(tempFolder(), 'none.json'), countsOfVitest, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

it('of what failed in vitest it names file, test and the first line of why', () => {
  const report = {
    testResults: [
      { name: 'a.test.ts', status: 'failed', message: 'no such module\n at x', assertionResults: [] },
      {
        name: 'b.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'is fine' },
          { status: 'failed', fullName: 'adds up', failureMessages: ['\u001b[31mone is not two\u001b[39m\n at y'] },
        ],
      },
      { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'is fine' }] },
    ],
  }
  expect(failuresOfVitest(report)).toEqual([
    'Failed: a.test.ts (no such module)',
    'Failed: b.test.ts adds up (one is not two)',
  ])
})

it('of what failed in Playwright it names the project and the place, too, and what was flaky', () => {
  /** @type {(status: string, error?: object) => object} */
  const tried = (status, error) => ({ projectName: 'browser', status, results: [{ error }, {}] })
  const spec = (/** @type {object} */ outcome) => ({
    file: 'x.spec.ts',
    line: 7,
    title: 'drops a file',
    tests: [outcome],
  })
  const report = {
    errors: [{ message: 'no browser' }],
    suites: [
      { specs: [spec(tried('expected'))], suites: [{ specs: [spec(tried('flaky', { message: 'too late\nat z' }))] }] },
    ],
  }
  expect(failuresOfPlaywright(report)).toEqual([
    'Failed: outside of all tests (no browser)',
    'Failed: [browser] x.spec.ts:7 drops a file (too late)',
  ])
})

it('of a report that cannot be read nothing is listed', () => {
  expect(failuresOf(join(tempFolder({ 'report.json': '{"testRes' }), 'report.json'), failuresOfVitest)).toEqual([])
  expect(failuresOf(join(tempFolder(), 'none.json'), failuresOfPlaywright)).toEqual([])
})

it('the last line sums the stages', () => {
  const total = sum([
    { passed: 1, failed: 2, skipped: 3 },
    { passed: 10, failed: 20, skipped: 30 },
  ])
  expect(lastLine(total)).toBe('11 passed, 22 failed, 33 skipped')
  expect(lastLine(sum([]))).toBe('0 passed, 0 failed, 0 skipped')
})

it('the table has a line per stage', () => {
  const counts = { passed: 120, failed: 0, skipped: 2 }
  expect(
    stageTable([
      { name: 'build', elapsedMs: 1240 },
      { name: 'unit', elapsedMs: 61_000, counts },
    ]),
  ).toBe(
    [
      'stage         seconds   passed   failed  skipped',
      'build             1.2',
      'unit             61.0      120        0        2',
    ].join('\n'),
  )
})

it.each(
  /** @type {[string[], object][]} */ ([
    [[], { unit: [], e2e: [] }],
    [['unit'], { unit: ['unit'], e2e: undefined }],
    [['codec', '-t', 'strict'], { unit: ['codec', '-t', 'strict'], e2e: undefined }],
    [['e2e'], { unit: undefined, e2e: [] }],
    [['e2e', '--project=browser', 'merge'], { unit: undefined, e2e: ['--project=browser', 'merge'] }],
    [['test/e2e/flows/merge.spec.ts:12'], { unit: undefined, e2e: ['test/e2e/flows/merge.spec.ts:12'] }],
  ]),
)('npm test -- %j', (args, expected) => {
  expect(planTests(args)).toEqual(expected)
})
