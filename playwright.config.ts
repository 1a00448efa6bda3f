import { defineConfig } from 'playwright/test'

// `npm run screenshots` sets this; otherwise the two shells run the same flows.
const isForScreenshots = process.env.RBD_STUDIO_SCREENSHOTS === '1'

/** End-to-end tests. The project's name tells the fixtures which shell to start: `browser`, or `electron` through the stand-in. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: isForScreenshots
    ? [{ name: 'screenshots', testMatch: 'screenshots.spec.ts' }]
    : [
        { name: 'browser', testMatch: ['flows/*.spec.ts', 'stories/*.spec.ts', 'browser/*.spec.ts'] },
        { name: 'electron', testMatch: ['flows/*.spec.ts', 'stories/*.spec.ts', 'electron/*.spec.ts'] },
      ],
})
