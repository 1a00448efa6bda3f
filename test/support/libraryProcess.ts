/**
 * A process that works on one image of a library until it is done or killed, and says on standard output, a JSON line each, what
 * it did. Run by the tests: `node libraryProcess.ts MODE LIBRARY NAME ROUNDS`.
 */
import { closeSync, openSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { acquireLock, type Lock } from '../../electron/engine/library/lock.ts'
import { type Library, openLibrary } from '../../electron/engine/library/library.ts'
import { isAppError } from '../../shared/errors.ts'
import { makeDiff, ref } from './libraryParts.ts'

const [mode = '', folder = '', name = '', rounds = '0'] = process.argv.slice(2)
const image = ref('shared')
const { signal } = new AbortController()
const SIZE_BYTES = 1024 * 1024

const say = (line: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Does a thing as often as it takes to get the lock; says who had it each time. */
async function untilFree<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isAppError(error, 'E_LIBRARY_LOCKED')) throw error
      say({ lost: { code: error.code, message: error.message, detail: error.detail } })
    }
  }
}

async function append(
  library: Library,
  tag: string,
  die: 'never' | 'locked' | 'written' | 'published',
): Promise<string> {
  const transaction = await library.begin(image, { what: `append of ${tag}`, signal })
  const end = (): void => void process.kill(process.pid, 'SIGKILL')
  try {
    if (die === 'locked') end()
    const file = await transaction.newLinkFile('diff')
    const data = new TextEncoder().encode(tag.padEnd(64, '.'))
    const bytes = makeDiff({ sizeBytes: SIZE_BYTES }, [[4096 * (transaction.index.links.length % 250), data]])
    await file.write(bytes)
    if (die === 'written') end()
    if (die === 'published') {
      await file.commit()
      end()
    }
    const link = {
      file: file.file,
      part: 0,
      kind: 'diff' as const,
      sizeBytes: SIZE_BYTES,
      fileBytes: bytes.length,
      dataBytes: data.length,
      zeroBytes: 0,
      records: 1,
      addedAt: new Date().toISOString(),
    }
    await transaction.commit({ ...transaction.index, links: [...transaction.index.links, link] })
    return file.file
  } finally {
    await transaction.abort()
  }
}

async function churn(library: Library): Promise<void> {
  for (let round = 0; round < Number(rounds); round++) {
    const tag = `${name}-${round}`
    const snapshot = new TextEncoder().encode(tag)
    say({ link: await untilFree(() => append(library, tag, 'never')) })
    await untilFree(() => library.createSnapshot(image, snapshot, { signal }))
    say({ created: tag })
    if (round % 2 === 0) continue
    await untilFree(() => library.removeSnapshot(image, snapshot, { signal }))
    say({ removed: tag })
  }
}

async function remake(library: Library): Promise<void> {
  for (let round = 0; round < Number(rounds); round++) {
    try {
      await library.createImage(image, { sizeBytes: SIZE_BYTES, signal })
      say({ made: round })
      await library.removeImage(image, { signal })
      say({ unmade: round })
    } catch (error) {
      if (!isAppError(error, 'E_LIBRARY_LOCKED', 'E_IMAGE_EXISTS', 'E_IMAGE_NOT_FOUND')) throw error
      say({ lost: { code: error.code, message: error.message, detail: error.detail } })
    }
  }
}

/** Brings removed images back under names of its own until none is left: whoever else does the same wants the same ones. */
async function bringBack(library: Library): Promise<void> {
  for (;;) {
    const removed = await library.listTrash()
    if (removed.length === 0) return
    for (const { ref: was, index } of removed) {
      const newName = new TextEncoder().encode(`${name}-${index.id}`)
      try {
        await library.restoreImage({ pool: was.pool, namespace: was.namespace, id: index.id }, newName, { signal })
        say({ back: index.id })
      } catch (error) {
        if (!isAppError(error, 'E_LIBRARY_LOCKED', 'E_IMAGE_NOT_IN_TRASH')) throw error
      }
    }
  }
}

/** Holds the lock for a moment, many times; two at once would meet at the file `inside`. The last time it dies with it. */
async function fight(): Promise<void> {
  for (let round = 1; round <= Number(rounds); round++) {
    const lock: Lock = await untilFree(() => acquireLock(folder, { what: `round ${round}`, called: 'the test' }))
    const inside = join(folder, 'inside')
    closeSync(openSync(inside, 'wx'))
    await new Promise((resolve) => setImmediate(resolve))
    unlinkSync(inside)
    say({ held: lock.holder.nonce })
    if (round === Number(rounds)) process.kill(process.pid, 'SIGKILL')
    await lock.release()
  }
}

async function run(): Promise<void> {
  if (mode === 'fight') return fight()
  const library = await openLibrary(folder, { create: false })
  if (mode === 'churn') return churn(library)
  if (mode === 'remake') return remake(library)
  if (mode === 'bring-back') return bringBack(library)
  if (mode === 'locked' || mode === 'written' || mode === 'published') {
    await untilFree(() => append(library, name, mode))
    return
  }
  if (mode === 'create') {
    const transaction = await library.begin(ref(name), { what: 'import', create: {}, signal })
    const file = await transaction.newLinkFile('diff')
    await file.write(makeDiff({ sizeBytes: SIZE_BYTES }))
    await file.commit()
    process.kill(process.pid, 'SIGKILL')
  }
  throw new Error(`there is no mode ${mode}`)
}

await run()
