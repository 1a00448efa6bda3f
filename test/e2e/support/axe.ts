import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe is asked: every rule there is but the experimental ones, and the least size of targets that WCAG 2.2 adds. */
const EVERYTHING: RunOptions = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }
/** What another theme can change. */
const COLOURS: RunOptions = { resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast'] } }

interface AxePage {
  readonly axe?: { run(context: Document, options: RunOptions): Promise<AxeResults> }
}

/**
 * What axe finds serious or critical in the window as it stands, one line for each element; empty: nothing. It is put into the page over
 * the debugger, past the content security policy, which stays as it is for everything else.
 */
export async function seriousProblems(page: Page, what: 'everything' | 'colours'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => (globalThis as AxePage).axe !== undefined))) await page.evaluate(source)
  const { violations } = await page.evaluate(
    async (options) => {
      const { axe } = globalThis as AxePage
      if (axe === undefined) throw new Error('axe is not in the page')
      const results = await axe.run(document, options)
      return { violations: results.violations }
    },
    what === 'everything' ? EVERYTHING : COLOURS,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary }) => {
        const why = (failureSummary ?? '').split('\n').slice(1, 2).join('').trim()
        return `${id} (${impact}): ${target.join(' ')}: ${why}`
      }),
    )
}
