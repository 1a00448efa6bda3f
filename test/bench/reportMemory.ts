/** Preloaded into a measured process: writes its greatest resident memory, in KiB, where the environment says. */
import { writeFileSync } from 'node:fs'

const target = process.env['RBD_STUDIO_BENCH_MEMORY']
process.on('exit', () => {
  if (target !== undefined) writeFileSync(target, String(process.resourceUsage().maxRSS))
})
