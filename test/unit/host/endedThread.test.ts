import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createEngineClient } from '../../../electron/host/engineClient.ts'
import type { JobRequest, MergeInput } from '../../../shared/jobs.ts'
import { appendDiff, newLibrary } from '../../support/libraries.ts'
import { bytesOf, ref } from '../../support/libraryParts.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'
import { fakeClock } from './fakeClock.ts'
import { image } from './requests.ts'

// What a job that had to be ended leaves on the disk, with the real engine in the thread that is ended.

const head = { ...image('disk'), snapshot: null }
const inputs: MergeInput[] = [
  { kind: 'range', image: image('disk'), from: null, to: { text: 's' } },
  { kind: 'range', image: image('disk'), from: { text: 's' }, to: null },
]

it.each<[string, (file: string) => JobRequest]>([
  ['export', (file) => ({ kind: 'export', source: head, path: file })],
  ['export-diff', (file) => ({ kind: 'export-diff', source: head, fromSnapshot: null, path: file })],
  ['merge', (file) => ({ kind: 'merge', inputs, path: file })],
])('%s: a thread that was ended leaves no part, and nothing of anybody else is taken', async (_kind, requestTo) => {
  const library = await newLibrary()
  await library.createImage(ref('disk'), { sizeBytes: 65_536, signal: neverAborted })
  await appendDiff(library, ref('disk'), { sizeBytes: 65_536, to: 's', records: [[0, bytesOf('first')]] })
  await appendDiff(library, ref('disk'), { sizeBytes: 65_536, records: [[4096, bytesOf('second')]] })
  const folder = tempDir()
  const others = ['.out.01234567.part', '.other.01234567.part', 'mine']
  for (const name of others) writeFileSync(path.join(folder, name), 'mine')
  mkdirSync(path.join(folder, 'below'))

  const clock = fakeClock()
  const workerUrl = new URL('stuckEngineWorker.ts', import.meta.url)
  const engine = createEngineClient({ workerUrl, libraryPath: library.folder, samplePath: null, clock })
  onTestFinished(() => engine.close())
  const controller = new AbortController()
  let tell = (): void => {}
  const written = new Promise<void>((resolve) => {
    tell = resolve
  })
  // A path may be written in more ways than one: the part lies in the same folder for all of them.
  const job = engine.runJob('a', requestTo(`${folder}/below/..//out`), {
    signal: controller.signal,
    onProgress: ({ doneBytes }) => {
      if (doneBytes > 0) tell()
    },
  })
  await Promise.race([written, job])
  const parts = (): readonly string[] =>
    readdirSync(folder).filter((name) => !others.includes(name) && name !== 'below')
  expect(parts()).toEqual([expect.stringMatching(/^\.out\.[0-9a-f]{8}\.part$/)])

  controller.abort()
  clock.advance(10_000)
  await expect(job).rejects.toMatchObject({ code: 'E_CANCELLED' })
  expect(parts()).toEqual([])
  expect(readdirSync(folder).toSorted()).toEqual([...others, 'below'].toSorted())
})
