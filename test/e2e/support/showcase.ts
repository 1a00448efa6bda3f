import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Library, openLibrary } from '../../../electron/engine/library/library.ts'
import { fillWithSample } from '../../../electron/engine/ops/sample.ts'
import { fixturePath } from '../../support/fixtures.ts'
import { makeLongHistory, makeWideImage } from '../../support/hugeLibraries.ts'
import { type MadeStep, putMadeImage, type Stretch } from '../../support/madeImages.ts'

const MIB = 1024 * 1024
const OBJECT = 4 * MIB
const DAY = 86_400_000

/** The longest names there are to show. */
export const LONG_NAME =
  'customer-portal-production-database-primary-volume-with-a-name-that-goes-on-and-on-2026-eu-central-1b'

/**
 * A home folder to take pictures of: images as they are met in practice, with dates before now, sizes up to terabytes (their payload is holes of
 * the file system), a gap, a long name, a history of years and one of 10,000 hours, and a folder of somebody's export files.
 */
export async function makeShowcase(home: string): Promise<void> {
  const folder = join(home, 'data/library')
  await fillWithSample(folder, join(import.meta.dirname, '../../../resources/sample'))
  const library = await openLibrary(folder, { create: false })
  const encoder = new TextEncoder()
  for (const pool of ['backups', 'vms', 'archive']) await library.createPool(encoder.encode(pool))
  const put = (pool: string, name: string, gib: number, steps: readonly MadeStep[]) =>
    putMadeImage(library, { pool, name, sizeBytes: gib * 1024 * MIB, steps })
  await put('backups', 'db-primary', 200, week(200, 'thu'))
  await put('backups', 'mail-02', 80, week(80, null, 3))
  await put('backups', 'web-07', 40, week(40, null))
  await put('backups', LONG_NAME, 20, week(20, null))
  await put('archive', 'accounting', 120, years(120))
  await put(
    'vms',
    'build-host',
    60,
    week(60, null).map((step, i) => (i % 3 === 1 ? { ...step, to: null } : step)),
  )
  await put('vms', 'media', 16, [{ to: 'base', at: Date.now() - DAY, data: scattered(0, 3000, 4096, OBJECT, 1) }])
  await put('vms', 'archive-2024', 16, [
    { to: 'base', at: Date.now() - DAY, data: scattered(7, 3900, 4096, OBJECT, 1) },
  ])
  await put('vms', 'flaky', 8, [{ to: 'base', at: Date.now() - DAY, data: scattered(0, 1500, 2048, OBJECT, 1) }])
  await put('vms', 'short-lived', 8, [{ to: 'base', at: Date.now() - DAY, data: [] }])
  await put('vms', 'unreadable', 8, [{ to: 'base', at: Date.now() - DAY, data: [] }])
  writeFileSync(join(await folderOf(library, 'vms', 'unreadable'), 'image.json'), '{ "format": "rbd-st')
  await put('vms', 'new-disk', 32, [{ to: null, at: Date.now() - DAY, data: [] }])
  await put('vms', 'old-disk', 32, [{ to: null, at: Date.now() - DAY, data: scattered(0, 500, 1024, OBJECT, 1) }])
  const old = { pool: encoder.encode('vms'), namespace: '', image: encoder.encode('old-disk') }
  await library.removeImage(old, { signal: new AbortController().signal })
  await makeLongHistory(folder, 'archive', 'hourly', 10_000, { sizeBytes: 1024 ** 4 })
  await makeWideImage(folder, 'archive', 'vast', 1_000_000)
  for (const name of ['Downloads', 'Backups']) mkdirSync(join(home, name))
  const exports = join(home, 'nightly-exports')
  mkdirSync(exports)
  for (const name of ['kid.begin-k1.diff', 'kid.k1-k2.diff', 'kid.k3-head.diff', 'img.v2'])
    copyFileSync(fixturePath(name), join(exports, name))
}

/** Where an image of the library lies. */
export async function folderOf(library: Library, pool: string, image: string): Promise<string> {
  const encoder = new TextEncoder()
  const ref = { pool: encoder.encode(pool), namespace: '', image: encoder.encode(image) }
  return (await library.inspectImage(ref)).folder
}

/** A full export and ten days of increments of different sizes; `missing` is the number of the one whose file is gone. */
function week(gib: number, protectedDay: string | null, missing?: number): readonly MadeStep[] {
  const objects = (gib * 1024 * MIB) / OBJECT
  return Array.from({ length: 10 }, (_, i) => {
    const at = Date.now() - (10 - i) * DAY - 3 * 3_600_000 + i * 1_400_000
    const date = new Date(at)
    const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][date.getUTCDay()] ?? ''
    const to = `${day}-${String(date.getUTCDate()).padStart(2, '0')}`
    if (i === 0) return { to, at, data: scattered(0, Math.floor(objects / 3), objects, OBJECT, 1) }
    const count = Math.max(3, Math.floor((objects / 400) * (1 + ((i * 7) % 5))))
    return {
      to,
      at,
      data: scattered(Math.floor((objects / 14) * i), count, objects, 1.5 * MIB, 2 + (i % 3)),
      isProtected: day === protectedDay,
      isMissing: i === missing,
    }
  })
}

/** Some months with snapshots, and stretches of many months with none. */
function years(gib: number): readonly MadeStep[] {
  const objects = (gib * 1024 * MIB) / OBJECT
  const ages = [
    1100, 1093, 1086, 1079, 1071, 730, 728, 726, 724, 722, 720, 718, 400, 390, 380, 120, 119, 118, 30, 23, 16, 9, 2,
  ]
  return ages.map((days, i) => {
    const at = Date.now() - days * DAY
    const to = new Date(at).toISOString().slice(0, 10)
    if (i === 0) return { to, at, data: scattered(0, Math.floor(objects / 2), objects, OBJECT, 1) }
    return { to, at, data: scattered(i * 900, 40 + ((i * 37) % 200), objects, MIB, 3) }
  })
}

/** About `count` stretches from object `first` on, in runs and gaps of all lengths, as file systems write; `every`: how thin they lie. */
function scattered(first: number, count: number, objects: number, length: number, every: number): readonly Stretch[] {
  const found = new Set<number>()
  // Numerical Recipes' generator: the same picture every time.
  let state = (first * 31 + count) >>> 0
  const below = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 16) % limit
  }
  let object = first
  while (found.size < count) {
    const run = 1 + below(below(4) === 0 ? 400 : 40)
    for (let i = 0; i < run && found.size < count; i++) found.add((object + i) % objects)
    object += run + below(every * (below(5) === 0 ? 500 : 60))
  }
  return [...found].sort((a, b) => a - b).map((at) => [at * OBJECT, length] as const)
}
