import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMeter } from '../../../electron/engine/io/meter.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromText } from '../../../shared/names.ts'
import { writeDiff, writeRaw } from '../../bench/files.ts'
import { runJob } from '../../support/jobs.ts'
import { newLibrary } from '../../support/libraries.ts'
import { tempDir } from '../../support/tempDir.ts'

const MIB = 1024 * 1024
const target = { connection: 'library', pool: nameFromText('rbd'), namespace: '', image: nameFromText('disk') }

/** The sizes of all files below a folder, by name. */
function sizesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
    (name) => `${name} ${statSync(join(folder, name)).size}`,
  )
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a paused job', () => {
  it.each<[string, (folder: string) => JobRequest]>([
    ['import', (folder) => ({ kind: 'import', format: 'raw', paths: [join(folder, 'disk.raw')], target })],
    ['export', (folder) => ({ kind: 'export', source: { ...target, snapshot: null }, path: join(folder, 'out') })],
    [
      'export-diff',
      (folder) => ({
        kind: 'export-diff',
        source: { ...target, snapshot: null },
        fromSnapshot: null,
        path: join(folder, 'out'),
      }),
    ],
    [
      'merge',
      (folder) => ({
        kind: 'merge',
        inputs: ['a', 'b'].map((name) => ({ kind: 'file' as const, path: join(folder, name) })),
        path: join(folder, 'out'),
      }),
    ],
    [
      'convert',
      (folder) => ({
        kind: 'convert',
        inputs: [{ kind: 'file', path: join(folder, 'disk.raw') }],
        to: 'raw',
        path: join(folder, 'out'),
      }),
    ],
    [
      'packed convert',
      (folder) => ({
        kind: 'convert',
        inputs: [{ kind: 'file', path: join(folder, 'disk.raw') }],
        to: 'v2',
        path: join(folder, 'out'),
        output: { compress: 'zstd' },
      }),
    ],
    ['verify', () => ({ kind: 'verify', what: { kind: 'image', image: target } })],
    [
      'compare',
      (folder) => ({
        kind: 'compare',
        a: { kind: 'files', paths: [join(folder, 'disk.raw')], at: null },
        b: { kind: 'point', point: { ...target, snapshot: null } },
      }),
    ],
  ])('stands still where it is, and ends as it would have: %s', async (name, makeRequest) => {
    const folder = tempDir()
    const library = await newLibrary(join(folder, 'library'))
    const raw = join(folder, 'disk.raw')
    writeRaw(raw, 32 * MIB)
    const shape = { recordBytes: 64 * 1024, count: 256, strideBytes: 128 * 1024, sizeBytes: 64 * MIB }
    writeDiff(join(folder, 'a'), { ...shape, from: null, to: 's1', firstOffset: 0 })
    writeDiff(join(folder, 'b'), { ...shape, from: 's1', to: 's2', firstOffset: 64 * 1024 })
    if (name !== 'import') await runJob({ kind: 'import', format: 'raw', paths: [raw], target }, { library })

    const meter = createMeter()
    let wasHeld = false
    let standStill = (_still: Promise<void>): void => {}
    const stood = new Promise<void>((resolve) => {
      standStill = resolve
    })
    const running = runJob(makeRequest(folder), {
      library,
      meter,
      onProgress(progress) {
        if (progress.doneBytes === 0 || wasHeld) return
        wasHeld = true
        standStill(meter.gate.close())
      },
    })
    await stood
    const before = [meter.readBytes, meter.writtenBytes, ...sizesBelow(folder)]
    for (let round = 0; round < 1_000; round++) await turn()
    expect([meter.readBytes, meter.writtenBytes, ...sizesBelow(folder)]).toEqual(before)
    meter.gate.open()
    const { report } = await running
    expect(meter.readBytes).toBeGreaterThan(before[0] as number)
    if (name === 'convert' || name === 'export') {
      expect(readFileSync(join(folder, 'out')).equals(readFileSync(raw))).toBe(true)
    }
    if (name === 'compare') expect(report.comparison?.equal).toBe(true)
    if (name === 'verify') expect(report.verification?.ok).toBe(true)
  })
})
