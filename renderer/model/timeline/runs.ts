import type { LinkInfo } from '../../../shared/contract.ts'
import type { History } from '../points.ts'

/** `verified`: every file that is read for it was found right. `some`, `never`: it can be restored, but not all, or none, of them were. */
export type Trust = 'verified' | 'some' | 'never' | 'no'

/** Points next to one another that can be trusted as far as one another. */
export interface Run {
  readonly from: number
  readonly to: number
  readonly trust: Trust
  /** For `verified`: when the file that was verified longest ago was. */
  readonly oldest: number | null
  /** For `some`: files of the last point that were never verified. */
  readonly unverified: number
}

/** Tells for all points in one pass how far what is read for them can be trusted. */
export function runsOf({ points, steps }: History, faultOf: (link: LinkInfo) => unknown): readonly Run[] {
  const runs: Run[] = []
  let station = 0
  let isWhole = true
  let oldest: number | null = null
  const files = new Set<string>()
  const verified = new Set<string>()
  points.forEach((point, index) => {
    for (; station < point.station; station++) {
      const step = steps[station]
      if (step === undefined) break
      files.add(step.file)
      if (faultOf(step) !== null) isWhole = false
      if (step.verifiedAt === undefined) continue
      verified.add(step.file)
      oldest = Math.min(oldest ?? step.verifiedAt, step.verifiedAt)
    }
    const isRestorable = isWhole && point.restorable
    const trust: Trust = !isRestorable
      ? 'no'
      : verified.size === 0
        ? 'never'
        : verified.size < files.size
          ? 'some'
          : 'verified'
    const before = runs.at(-1)
    const run = { to: index, trust, oldest, unverified: files.size - verified.size }
    if (before?.trust === trust) runs[runs.length - 1] = { ...run, from: before.from }
    else runs.push({ ...run, from: index })
  })
  return runs
}
