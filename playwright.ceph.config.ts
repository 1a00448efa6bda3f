import { defineConfig } from 'playwright/test'

/**
 * End-to-end tests of the window on a real cluster, the one that `RBD_STUDIO_CEPH_CONF` names: `npm run test:ceph` starts one for them, and without one
 * each counts as skipped. The project's name tells which shell to start, as in playwright.config.ts.
 */
export default defineConfig({
  testDir: 'test/e2e/cluster',
  outputDir: 'test-results/e2e-ceph',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // The counts of `npm run test:ceph` are read where those of the other end-to-end tests are.
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [{ name: 'browser' }, { name: 'electron', testMatch: ['connect.spec.ts', 'browse.spec.ts'] }],
})
