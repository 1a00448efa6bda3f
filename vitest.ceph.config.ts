import { defineConfig } from 'vitest/config'

// Only `npm run test:ceph` reads the report; a run by hand beside it must not write over it.
const report = process.env.RBD_STUDIO_UNIT_REPORT

/** Tests on a real cluster: one is started for all of them, unless RBD_STUDIO_CEPH_CONF names one that runs. */
export default defineConfig({
  test: {
    include: ['test/ceph/**/*.test.ts'],
    globalSetup: ['test/ceph/support/globalSetup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
})
