import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLibrary } from '../../electron/engine/library/library.ts'
import { fixturePath } from '../support/fixtures.ts'
import { appendDiff, newLibrary } from '../support/libraries.ts'
import { imageRef, runJob } from '../support/libraryJobs.ts'
import { bytesOf, makeDiff, ref } from '../support/libraryParts.ts'
import { lockFiles, stateOf, strayLinks } from '../support/libraryState.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'

const SUPPORT = join(import.meta.dirname, '..', 'support')
const image = ref('a')
const SIZE = 262_144
const block = (fill: number): Uint8Array => new Uint8Array(16384).fill(fill)

/** A library in which each operation has something to do. */
async function template(): Promise<string> {
  const library = await newLibrary()
  await library.createImage(image, { sizeBytes: SIZE, signal: neverAborted })
  for (const [at, to] of ['s1', 's2', 's3', 's4'].entries()) {
    await appendDiff(library, image, { sizeBytes: SIZE, to, records: [[8192 * at, block(at + 1)]] })
  }
  for (const name of ['s1', 's3']) await library.removeSnapshot(image, bytesOf(name), { signal: neverAborted })
  return library.folder
}

/** Changes a byte of a link, which a verification finds; keeps a copy of the file as it was. */
async function damage(folder: string, copy: string): Promise<string> {
  const library = await openLibrary(folder, { create: false })
  const { folder: at } = await library.inspectImage(image)
  const path = join(at, 'links', '000004.diff')
  cpSync(path, copy)
  const bytes = readFileSync(path)
  bytes[bytes.length - 9] = 0
  writeFileSync(path, bytes)
  await runJob(library, { kind: 'verify', what: { kind: 'image', image: imageRef(image) } })
  return copy
}

interface Ended {
  readonly calls: number | null
  readonly signal: string | null
  readonly stderr: string
}

/** Runs one operation in a process of its own, which dies at a call. */
async function run(args: readonly string[], at: number, how: string): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', join(SUPPORT, 'killAtCall.ts'), join(SUPPORT, 'killedProcess.ts'), ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, KILL_AT: String(at), KILL_HOW: how } },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => void (said.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => void (said.stderr += chunk.toString()))
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { calls: said.stdout === '' ? null : Number(said.stdout), signal, stderr: said.stderr }
}

/** What differs from one run to another: times, and ids of new images. */
function leveled(state: string): string {
  return state.replace(/"(addedAt|createdAt|id)":"[^"]*"/g, '"$1":""')
}

function random(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const OPERATIONS = [
  'import',
  'import-diff',
  'snapshot delete',
  'fold',
  'mend',
  'give up',
  'rollback',
  'rename',
  'resize',
]

const KILLS = runs(100)

describe(`a process killed at ${KILLS} moments`, () => {
  it.each(OPERATIONS)('of %s leaves the old state or the new', { timeout: 1_200_000 }, async (operation) => {
    const folder = tempDir()
    const before = await template()
    const copy = operation === 'mend' || operation === 'give up' ? await damage(before, join(folder, 'copy')) : null
    const old = leveled(await stateOf(before))
    const diff = join(folder, 'more.diff')
    writeFileSync(diff, makeDiff({ from: 's4', to: 's5', sizeBytes: SIZE }, [[0, block(9)]]))
    const file = copy ?? (operation === 'import' ? fixturePath('small.v2') : diff)

    const whole = join(folder, 'whole')
    cpSync(before, whole, { recursive: true })
    const { calls, signal, stderr } = await run([operation, whole, file], 0, '')
    expect([signal, stderr]).toEqual([null, ''])
    const after = leveled(await stateOf(whole))
    expect(after).not.toBe(old)

    const next = random(seed)
    const outcomes = { old: 0, new: 0 }
    const attempt = async (number: number): Promise<void> => {
      const drawn = {
        at: 1 + Math.floor(next() * (calls ?? 0)),
        how: ['before', 'during', 'after'][Math.floor(next() * 3)] ?? '',
      }
      // The first is before anything was done: one of them finds the old state, whatever is drawn for the others.
      const { at, how } = number === 0 ? { at: 1, how: 'before' } : drawn
      const copy = join(folder, `killed-${number}`)
      cpSync(before, copy, { recursive: true })
      const ended = await run([operation, copy, file], at, how)
      const moment = `${how} call ${at} of ${String(calls)}`
      expect([moment, ended]).toEqual([moment, { calls: null, signal: 'SIGKILL', stderr: '' }])
      const found = leveled(await stateOf(copy))
      expect([moment, found]).toEqual([moment, found === after ? after : old])
      outcomes[found === after ? 'new' : 'old']++
      // What was only begun is begun anew.
      if (operation === 'import' && found === old) {
        const again = await run([operation, copy, file], 0, '')
        expect([moment, again.signal, again.stderr]).toEqual([moment, null, ''])
      }
      // The next writer takes over the lock of the dead, and clears away what is nobody's.
      const library = await openLibrary(copy, { create: false })
      for (const { name } of await library.listImages(bytesOf('rbd'))) {
        await library.createSnapshot({ ...image, image: name }, bytesOf('next'), { signal: neverAborted })
      }
      expect([moment, strayLinks(copy), lockFiles(copy)]).toEqual([moment, [], []])
      rmSync(copy, { recursive: true, force: true })
    }
    // Two at a time: a process spends most of its life starting.
    let started = 0
    const worker = async (): Promise<void> => {
      while (started < KILLS) await attempt(started++)
    }
    await Promise.all([worker(), worker()])
    expect(outcomes.old + outcomes.new).toBe(KILLS)
    expect(outcomes.old).toBeGreaterThan(0)
  })
})
