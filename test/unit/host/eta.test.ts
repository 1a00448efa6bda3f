import { describe, expect, it } from 'vitest'
import {
  burstyJob,
  type EtaErrors,
  etaErrors,
  simulate,
  type SimulatedJob,
  stallingJob,
  steadyJob,
  type Told,
} from '../../support/simulatedJobs.ts'

// Progress and the time left, over jobs of a clock that is turned by hand: what a window would have been told, held against what came.

const STEADY = 210
const UNSTEADY = 30
/** So many of the estimates of a run must be within a fifth for the run to count as well told. */
const WELL_TOLD = 0.95

function percent(share: number): string {
  return `${(share * 100).toFixed(1).padStart(5)} %`
}

/** What must hold of every run, however it went. */
function checkTold(job: SimulatedJob, told: readonly Told[]): void {
  const faults = told.filter((progress, index) => {
    const before = told[index - 1]
    const isLast = index === told.length - 1
    return (
      (before !== undefined && progress.doneBytes < before.doneBytes) ||
      (progress.etaSeconds === 0 && !isLast) ||
      (progress.etaSeconds !== null && progress.atMs < 5_000 && !isLast)
    )
  })
  expect(faults, job.name).toEqual([])
  expect(told.at(-1), job.name).toMatchObject({ etaSeconds: 0, phase: 'finishing' })
  expect(told.at(-1)?.doneBytes, job.name).toBe(told.at(-1)?.totalBytes)
}

function run(jobs: readonly SimulatedJob[]): readonly EtaErrors[] {
  return jobs.flatMap((job) => {
    const told = simulate(job)
    checkTold(job, told)
    return etaErrors(told) ?? []
  })
}

function report(name: string, runs: readonly EtaErrors[]): number {
  const wellTold = runs.filter(({ goodShare }) => goodShare >= WELL_TOLD).length / runs.length
  const middle = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  const ninths = runs.map(({ ninth }) => ninth)
  process.stdout.write(
    `${name.padEnd(9)} ${String(runs.length).padStart(4)} runs: well told ${percent(wellTold)}; ` +
      `error of an estimate: median ${percent(middle(runs.map(({ median }) => median)))}, ` +
      `nine of ten within ${percent(middle(ninths))}, worst run ${percent(Math.max(...ninths))}\n`,
  )
  return wellTold
}

const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => 1_000 + index)

describe('the time left', () => {
  it('is within a fifth after a tenth of the work, in nine of ten steady runs', { timeout: 300_000 }, () => {
    const runs = run(seeds(STEADY).map(steadyJob))
    expect(runs.length).toBeGreaterThanOrEqual(200)
    expect(report('steady', runs)).toBeGreaterThanOrEqual(0.9)
  })

  it('is told as well as it can be where a job is not steady', { timeout: 300_000 }, () => {
    report('bursty', run(seeds(UNSTEADY).map(burstyJob)))
    report('stalling', run(seeds(UNSTEADY).map(stallingJob)))
  })
})
