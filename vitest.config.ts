import { randomInt } from 'node:crypto'
import { defineConfig } from 'vitest/config'

// `npm test` hands both in; a bare `vitest run` gets a tenth of the property runs and one fresh seed for all its files.
const runsScale = process.env.RBD_STUDIO_RUNS_SCALE ?? '0.1'
const seed = process.env.RBD_STUDIO_SEED ?? String(randomInt(2 ** 31 - 1))
// Only `npm test` reads the report; a run by hand beside it must not write over it.
const report = process.env.RBD_STUDIO_UNIT_REPORT
const isLong = Number(runsScale) > 0.1

/** Unit, property, contract and library tests; the end-to-end tests are Playwright's (playwright.config.ts). */
export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx,mjs}'],
    exclude: ['test/e2e/**', 'test/fixtures/**', 'test/ceph/**', 'node_modules/**'],
    env: { RBD_STUDIO_RUNS_SCALE: runsScale, RBD_STUDIO_SEED: seed },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: isLong ? 1_200_000 : 30_000,
    // A busy machine is no failure.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: isLong ? 120_000 : 30_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
})
