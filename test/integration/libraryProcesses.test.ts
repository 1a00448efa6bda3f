import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Library } from '../../electron/engine/library/library.ts'
import { isAppError } from '../../shared/errors.ts'
import { contentAt, newLibrary } from '../support/libraries.ts'
import { bytesOf, ref } from '../support/libraryParts.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'

const SCRIPT = join(import.meta.dirname, '..', 'support', 'libraryProcess.ts')
const SIZE_BYTES = 1024 * 1024

interface Said {
  readonly link?: string
  readonly created?: string
  readonly removed?: string
  readonly held?: string
  readonly back?: string
  readonly lost?: {
    readonly code: string
    readonly message: string
    readonly detail: Readonly<Record<string, unknown>>
  }
}

interface Worker {
  readonly child: ChildProcess
  readonly said: Said[]
  /** Settles when the process is gone and all it said was read. */
  readonly ended: Promise<{ readonly signal: string | null; readonly code: number | null; readonly stderr: string }>
}

function start(mode: string, folder: string, name: string, rounds: number, onLine?: (count: number) => void): Worker {
  const child = spawn(process.execPath, ['--no-warnings', SCRIPT, mode, folder, name, String(rounds)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said: Said[] = []
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    // A killed process may leave half a line.
    if (!line.endsWith('}')) return
    said.push(JSON.parse(line) as Said)
    onLine?.(said.length)
  })
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
    stderr,
  }))
  return { child, said, ended }
}

/** Numerical Recipes' generator: moments of death that a seed repeats. */
function random(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

async function imageWith(library: Library): Promise<void> {
  await library.createImage(ref('shared'), { sizeBytes: SIZE_BYTES, signal: neverAborted })
}

/** Where the image `shared` stands: the only image of the only pool. */
function imageFolder(library: Library): string {
  const pools = join(library.folder, 'pools')
  const pool = join(pools, readdirSync(pools)[0] ?? '')
  return join(pool, readdirSync(pool).find((name) => name.startsWith('shared-')) ?? '')
}

describe('ten processes on one image', () => {
  it('lose no link, tear no index, and tell every loser who holds it since when', { timeout: 120_000 }, async () => {
    const library = await newLibrary()
    await imageWith(library)
    const next = random(seed)
    const rounds = runs(100) / 2
    const workers = Array.from({ length: 10 }, (_, number): Worker => {
      // Three are killed while they work, each behind a line of its own choosing; they have more to do than they will live to do.
      const dieAfter = number < 3 ? 1 + Math.floor(next() * 300) : Number.POSITIVE_INFINITY
      const worker: Worker = start(
        'churn',
        library.folder,
        `w${number}`,
        number < 3 ? rounds * 100 : rounds,
        (count) => {
          if (count >= dieAfter) worker.child.kill('SIGKILL')
        },
      )
      return worker
    })
    const readers = { working: true }
    const ends = Promise.all(workers.map((worker) => worker.ended)).finally(() => {
      readers.working = false
    })
    let generation = 0
    while (readers.working) {
      // A reader beside them never meets anything but a whole image.
      const range = await library.openRange(ref('shared'), null, null, { signal: neverAborted })
      expect(range.index.generation).toBeGreaterThanOrEqual(generation)
      generation = range.index.generation
      await range.close()
    }
    for (const [number, end] of (await ends).entries()) {
      expect([number, end]).toEqual([
        number,
        { ...(number < 3 ? { code: null, signal: 'SIGKILL' } : { code: 0, signal: null }), stderr: '' },
      ])
    }

    const index = await library.readImage(ref('shared'))
    const files = index.links.map((link) => link.file)
    expect(new Set(files).size).toBe(files.length)
    const reported = workers.flatMap(({ said }) => said.flatMap(({ link }) => link ?? []))
    expect(reported.filter((file) => !files.includes(file))).toEqual([])
    for (const link of index.links) {
      expect(statSync(join(imageFolder(library), 'links', link.file)).size).toBe(link.fileBytes)
    }
    const content = await contentAt(library, ref('shared'), null)
    expect(content.length).toBe(SIZE_BYTES)

    const names = new Set(index.snapshots.map((snapshot) => Buffer.from(snapshot.name).toString()))
    for (const { said } of workers.slice(3)) {
      const removed = new Set(said.flatMap((line) => line.removed ?? []))
      for (const name of said.flatMap((line) => line.created ?? []))
        expect([name, names.has(name)]).toEqual([name, !removed.has(name)])
      expect(said.flatMap((line) => line.link ?? [])).toHaveLength(rounds)
    }

    const pids = new Set(workers.map(({ child }) => child.pid))
    const lost = workers.flatMap(({ said }) => said.flatMap((line) => line.lost ?? []))
    expect(lost.length).toBeGreaterThan(0)
    for (const { code, detail, message } of lost) {
      expect([code, detail['host']]).toEqual(['E_LIBRARY_LOCKED', hostname()])
      expect(pids).toContain(detail['pid'])
      expect(Date.now() - Date.parse(String(detail['since']))).toBeLessThan(120_000)
      expect(message).toContain(`by process ${String(detail['pid'])} on ${hostname()} since ${String(detail['since'])}`)
    }
  })

  it('make and remove an image without ever leaving half of one', { timeout: 60_000 }, async () => {
    const library = await newLibrary()
    const workers = Array.from({ length: 5 }, (_, number) => start('remake', library.folder, `w${number}`, runs(100)))
    for (const { ended } of workers) expect(await ended).toEqual({ code: 0, signal: null, stderr: '' })
    // The last word is a removal or somebody's failed one; what is there now is a whole image or none.
    const images = await library.listImages(bytesOf('rbd'))
    expect(images.map(({ state }) => state)).toEqual(images.map(() => 'ok'))
    for (const { name } of images) await library.removeImage(ref(name), { signal: neverAborted })
    await imageWith(library)
    expect(await contentAt(library, ref('shared'), null)).toEqual(new Uint8Array(SIZE_BYTES))
  })
})

describe('processes that bring the same removed images back', () => {
  it('get each of them once, whole', { timeout: 60_000 }, async () => {
    const library = await newLibrary()
    const ids: string[] = []
    for (let number = 0; number < 12; number++) {
      await imageWith(library)
      ids.push((await library.removeImage(ref('shared'), { signal: neverAborted })).index.id)
    }
    const workers = Array.from({ length: 4 }, (_, number) => start('bring-back', library.folder, `w${number}`, 1))
    for (const { ended } of workers) expect(await ended).toEqual({ code: 0, signal: null, stderr: '' })
    const back = workers.flatMap(({ said }) => said.flatMap((line) => line.back ?? []))
    expect(back.toSorted()).toEqual(ids.toSorted())
    const images = await library.listImages(bytesOf('rbd'))
    expect(images.map(({ index }) => index?.id ?? '').toSorted()).toEqual(ids.toSorted())
    for (const { name } of images) expect(await contentAt(library, ref(name), null)).toEqual(new Uint8Array(SIZE_BYTES))
    expect(readdirSync(join(library.folder, 'trash'))).toEqual([])
  })
})

describe('the lock', () => {
  it('is held by one process at a time though each dies with it in the end', { timeout: 60_000 }, async () => {
    const folder = tempDir()
    const rounds = runs(100)
    const workers = Array.from({ length: 6 }, (_, number) => start('fight', folder, `w${number}`, rounds))
    for (const { ended, said } of workers) {
      expect(await ended).toEqual({ code: null, signal: 'SIGKILL', stderr: '' })
      expect(said.filter((line) => line.held !== undefined)).toHaveLength(rounds)
    }
    const nonces = workers.flatMap(({ said }) => said.flatMap((line) => line.held ?? []))
    expect(new Set(nonces).size).toBe(6 * rounds)
    // The last to die left it; nobody else left anything but takeovers cut short.
    expect(readdirSync(folder).filter((name) => !name.startsWith('lock.') && !name.startsWith('.'))).toEqual(['lock'])
  })
})

describe('a writer killed', () => {
  it.each(['locked', 'written', 'published'])(
    'when it had %s leaves the old image, and room for the next writer',
    async (mode) => {
      const library = await newLibrary()
      await imageWith(library)
      await library.createSnapshot(ref('shared'), bytesOf('before'), { signal: neverAborted })
      const before = await library.readImage(ref('shared'))
      const worker = start(mode, library.folder, 'victim', 1)
      expect(await worker.ended).toMatchObject({ signal: 'SIGKILL', stderr: '' })

      const links = join(imageFolder(library), 'links')
      const files = readdirSync(links).filter((name) => !name.endsWith('.rbdm.json'))
      expect(files).toHaveLength(mode === 'locked' ? 2 : 3)
      expect(await library.readImage(ref('shared'))).toEqual(before)
      expect((await library.inspectImage(ref('shared'))).lock).toMatchObject({
        pid: worker.child.pid,
        what: 'append of victim',
      })

      await library.createSnapshot(ref('shared'), bytesOf('after'), { signal: neverAborted })
      const after = await library.readImage(ref('shared'))
      expect(readdirSync(links).toSorted()).toEqual(after.links.flatMap(({ file }) => [file, `${file}.rbdm.json`]))
      expect(after.generation).toBe(before.generation + 1)
      expect(readdirSync(imageFolder(library)).toSorted()).toEqual(['image.json', 'links'])
      expect(await contentAt(library, ref('shared'), 'after')).toEqual(new Uint8Array(SIZE_BYTES))
    },
  )

  it('while it made an image leaves nothing that is listed, and the name free', async () => {
    const library = await newLibrary()
    expect(await start('create', library.folder, 'new', 1).ended).toMatchObject({ signal: 'SIGKILL', stderr: '' })
    expect(await library.listImages(bytesOf('rbd'))).toEqual([])
    expect((await library.listPools()).map(({ imageCount }) => imageCount)).toEqual([0])
    const missing = await library.readImage(ref('new')).catch((error: unknown) => error)
    expect(isAppError(missing, 'E_IMAGE_NOT_FOUND')).toBe(true)
    await library.checkNewImage(ref('new'))
    await library.createImage(ref('new'), { sizeBytes: 4096, signal: neverAborted })
    expect((await library.readImage(ref('new'))).links.map((link) => link.file)).toEqual(['000001.diff'])
    expect((await library.listImages(bytesOf('rbd'))).map(({ state }) => state)).toEqual(['ok'])
  })
})
