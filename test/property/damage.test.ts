import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMeter } from '../../electron/engine/io/meter.ts'
import { manifestBeside, verifyFile } from '../../electron/engine/ops/verifyFile.ts'
import type { VerifyProblem } from '../../shared/jobs.ts'
import { fixtureBytes, fixturePath } from '../support/fixtures.ts'
import { runJob } from '../support/jobs.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'

/** Files of every kind, each with a manifest: of the real tool, and a raw one with holes. */
async function describedFiles(): Promise<readonly string[]> {
  const folder = join(tempDir(), 'files')
  mkdirSync(folder)
  const paths = ['small.a-c.diff', 'small.b-c.diff', 'kid.k1-k2.diff', 'empty.v2', 'small.e-head.diff'].map((name) => {
    const path = join(folder, name)
    copyFileSync(fixturePath(name), path)
    return path
  })
  const raw = join(folder, 'small.raw')
  const content = new Uint8Array(8192)
  content.set(fixtureBytes('small.a-c.diff').subarray(0, 3000), 4100)
  writeFileSync(raw, content)
  await runJob({ kind: 'manifest', paths: [...paths, raw] })
  return [...paths, raw]
}

/** Numbers from a seed: [0, 1). */
function randomFrom(start: number): () => number {
  let state = start | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

async function problemsOf(path: string): Promise<readonly VerifyProblem[]> {
  const context = { meter: createMeter(), signal: neverAborted }
  return (
    await verifyFile({ path }, await manifestBeside(path), { percent: 100, context, onProgress: () => undefined })
  ).problems
}

type Damage = (bytes: Buffer, random: () => number) => Buffer

const flipBit: Damage = (bytes, random) => {
  const at = Math.floor(random() * bytes.length)
  return Buffer.from(bytes.with(at, (bytes[at] as number) ^ (1 << Math.floor(random() * 8))))
}

const cutShort: Damage = (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length))

/** Damages a file or its manifest, so many times, and sees that it is found each time, for what it is. */
async function expectAllFound(count: number, damage: Damage, kind: VerifyProblem['kind']): Promise<void> {
  const paths = await describedFiles()
  const good = new Map(paths.flatMap((path) => [path, `${path}.rbdm.json`].map((file) => [file, readFileSync(file)])))
  for (const path of paths) expect(await problemsOf(path)).toEqual([])
  const random = randomFrom(seed)
  let found = 0
  for (let run = 0; run < count; run++) {
    const path = paths[Math.floor(random() * paths.length)] as string
    // In proportion to their lengths, so that every byte is as likely as every other.
    const [own, beside] = [good.get(path) as Buffer, good.get(`${path}.rbdm.json`) as Buffer]
    const isManifest = random() * (own.length + beside.length) >= own.length
    const victim = isManifest ? `${path}.rbdm.json` : path
    const bytes = good.get(victim) as Buffer
    writeFileSync(victim, damage(bytes, random))
    const problems = await problemsOf(path)
    writeFileSync(victim, bytes)
    const isFound = problems[0]?.kind === (isManifest ? 'manifest' : kind)
    if (isFound) found++
    else expect.fail(`${basename(victim)} in run ${run} of seed ${seed}: ${JSON.stringify(problems)}`)
  }
  expect(found).toBe(count)
}

/** Every case is a file written and read again: minutes for all of them, half an hour where others want the machine too. */
const TIMEOUT_MS = 3_600_000

describe('with manifests', () => {
  it(
    'every flipped bit is found, in a file and in its manifest',
    async () => {
      await expectAllFound(runs(50_000), flipBit, 'flipped')
    },
    TIMEOUT_MS,
  )

  it(
    'every cut is found, of a file and of its manifest',
    async () => {
      await expectAllFound(runs(50_000), cutShort, 'cut')
    },
    TIMEOUT_MS,
  )
})
