import path from 'node:path'

/**
 * The command line that tests start: the bundle that `RBD_STUDIO_CLI` names, as `npm test` and `npm run test:ceph` do once they have built it, else the
 * sources, so that a test run by hand is of what was just written. The bundle is what people run, and begins in a third of the time.
 */
export const CLI_ENTRY = process.env['RBD_STUDIO_CLI'] ?? path.join(import.meta.dirname, '../../electron/cli/index.ts')
