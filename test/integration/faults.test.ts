import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isAppError } from '../../shared/errors.ts'
import { chunked, streamOf } from '../support/byteStreams.ts'
import {
  armFault,
  disarmFault,
  type FaultKind,
  type FaultPlace,
  openPaths,
  takeCallCounts,
} from '../support/failingFs.ts'
import {
  copyFaultFolder,
  FAULT_SCENARIOS,
  type FaultScenario,
  makeFaultFolder,
  stateOf,
} from '../support/faultScenarios.ts'
import { runJob } from '../support/jobs.ts'
import { runs, seed } from '../support/propertyRuns.ts'

vi.mock('../../electron/engine/io/fs.ts', async (original) => {
  const { failingFs } = await import('../support/failingFs.ts')
  return failingFs(await original())
})

const FAULTS: readonly (readonly [FaultPlace, FaultKind])[] = [
  ['open', 'EMFILE'],
  ['read', 'EIO'],
  ['read', 'short'],
  ['write', 'ENOSPC'],
  ['write', 'EIO'],
  ['write', 'short'],
  ['sync', 'EIO'],
  ['link', 'EIO'],
  ['link', 'EPERM'],
]

const world = mkdtempSync(join(tmpdir(), 'rbd-studio-faults-'))
const template = join(world, 'template')
let count = 0
beforeAll(async () => {
  rmSync(template, { recursive: true, force: true })
  await makeFaultFolder(template)
})
afterAll(() => rmSync(world, { recursive: true, force: true }))

interface Outcome {
  /** What the job ended with; null: it was done. */
  readonly failure: unknown
  readonly hasStruck: boolean
  /** Files left open. */
  readonly left: readonly string[]
  /** Calls to the disk, place by place. */
  readonly calls: Readonly<Record<FaultPlace, number>>
  readonly state: string
  /** Whether what was asked for can still be had: the same job once more, without a fault. */
  readonly again: unknown
}

async function run(scenario: FaultScenario, fault: readonly [FaultPlace, FaultKind, number] | null): Promise<Outcome> {
  const folder = join(world, String(++count))
  const library = await copyFaultFolder(template, folder)
  const attempt = async (): Promise<unknown> => {
    const { input } = scenario
    const streams = input === undefined ? {} : { input: streamOf(chunked(input(), [5000])) }
    try {
      await runJob(scenario.request(folder), { library, streams })
      return null
    } catch (error) {
      return error
    }
  }
  takeCallCounts()
  if (fault !== null) armFault(...fault)
  const failure = await attempt()
  const hasStruck = disarmFault()
  const calls = takeCallCounts()
  const left = openPaths()
  const state = await stateOf(folder)
  const again = failure !== null && state === before ? await attempt() : null
  rmSync(folder, { recursive: true, force: true })
  return { failure, hasStruck, calls, left, state, again }
}

let before = ''

/** An error as it is shown to whoever mends it. */
function saidBy(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)
}

/** What must not be after a fault, as a sentence; null when all is well. */
function wrongWith({ failure, hasStruck, state, again, left }: Outcome, kind: FaultKind, after: string): string | null {
  const stack = saidBy(failure)
  if (left.length > 0) return `left open: ${left.join(', ')}`
  if (failure === null) return state === after ? null : `done, and the result is another: ${state}`
  if (!hasStruck) return `failed without a fault: ${stack}`
  if (kind === 'short') return `failed though only fewer bytes came: ${stack}`
  if (!isAppError(failure)) return `no sentence for the user: ${stack}`
  if (state !== before && state !== after) return `neither the old state nor the new: ${state}\n${stack}`
  return again === null ? null : `once more without it: ${saidBy(again)}\nafter ${stack}`
}

describe.each(FAULT_SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', (_, scenario) => {
  it('ends whole or as if it had not begun, whichever call to the disk fails', async () => {
    before = await stateOf(template)
    const well = await run(scenario, null)
    expect(well.failure).toBeNull()
    const faults: string[] = []
    for (const [place, kind] of FAULTS) {
      for (const n of chosen(well.calls[place])) {
        const outcome = await run(scenario, [place, kind, n])
        const wrong = wrongWith(outcome, kind, well.state)
        if (wrong !== null) faults.push(`${kind} at ${place} ${n}: ${wrong}`)
      }
    }
    expect(faults).toEqual([])
  }, 600_000)
})

/** Every n of a long run; else some of them, others with every seed. */
function chosen(most: number): readonly number[] {
  const all = Array.from({ length: most }, (_, i) => i + 1)
  const step = runs(1000) >= 1000 ? 1 : Math.max(1, Math.floor(most / 2))
  return all.filter((n) => (n + seed) % step === 0)
}
