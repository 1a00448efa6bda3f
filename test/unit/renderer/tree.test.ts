import { describe, expect, it } from 'vitest'
import { imageMarks } from '../../../renderer/model/imageMarks.ts'
import { libraryRows, nameOfStop, stopsOf } from '../../../renderer/model/libraryRows.ts'
import { treeAct, typeAhead } from '../../../renderer/model/treeKeys.ts'
import { imageKey } from '../../../renderer/stores/images.ts'
import type { ImageSummary, PoolSummary } from '../../../shared/contract.ts'
import type { Job } from '../../../shared/job.ts'
import type { JobState } from '../../../shared/jobs.ts'

const pool = (name: string, imageCount: number, connection = 'library'): PoolSummary => ({
  connection,
  name: { text: name },
  imageCount,
})
const image = (name: string, inPool = 'rbd'): ImageSummary => ({
  ref: { connection: 'library', pool: { text: inPool }, namespace: '', image: { text: name } },
  state: 'ok',
  sizeBytes: 1,
  snapshotCount: 0,
  linkCount: 0,
  storedBytes: 0,
})
const IMAGES: Readonly<Record<string, readonly ImageSummary[]>> = {
  rbd: [image('db-master'), image('web-01'), image('Web-02')],
  vms: [image('web-03', 'vms')],
  empty: [],
}

function names(filter: string, closed: readonly string[] = []): readonly string[] {
  const rows = libraryRows({
    pools: [pool('rbd', 3), pool('vms', 1), pool('empty', 0), pool('unread', 5)],
    imagesOf: ({ name }) => IMAGES[name.text],
    keyOfPool: ({ name }) => name.text,
    keyOfImage: ({ ref }) => imageKey(ref),
    closed: new Set(closed),
    filter,
  })
  return rows.map((row) => (row.kind === 'note' ? (row.isLoading ? '…' : '-') : nameOfStop(row)))
}

describe('libraryRows', () => {
  it('notes pools with nothing in them and pools that were not read', () => {
    expect(names('')).toEqual(['rbd', 'db-master', 'web-01', 'Web-02', 'vms', 'web-03', 'empty', '-', 'unread', '…'])
  })

  it('keeps only matching images and their pools, whatever the case, and opens those', () => {
    expect(names(' web', ['rbd'])).toEqual(['rbd', 'web-01', 'Web-02', 'vms', 'web-03'])
    expect(names('nowhere')).toEqual([])
  })

  it('counts positions among those in sight', () => {
    const rows = libraryRows({
      pools: [pool('rbd', 3)],
      imagesOf: () => IMAGES['rbd'],
      keyOfPool: () => 'rbd',
      keyOfImage: ({ ref }) => ref.image.text,
      closed: new Set(),
      filter: 'web',
    })
    expect(stopsOf(rows).map(({ position, siblings }) => [position, siblings])).toEqual([
      [1, 1],
      [1, 2],
      [2, 2],
    ])
  })
})

const LINES = [
  { key: 'rbd', level: 1, name: 'rbd', isOpen: true },
  { key: '1', level: 2, name: 'db-master' },
  { key: '2', level: 2, name: 'web-01' },
  { key: '3', level: 2, name: 'Web-02' },
  { key: 'vms', level: 1, name: 'vms', isOpen: false },
]

describe('treeAct', () => {
  it('moves, and stops at the ends', () => {
    expect(treeAct('ArrowDown', LINES, 0)).toEqual({ kind: 'focus', index: 1 })
    expect(treeAct('ArrowUp', LINES, 0)).toEqual({ kind: 'focus', index: 0 })
    expect(treeAct('End', LINES, 0)).toEqual({ kind: 'focus', index: 4 })
    expect(treeAct('PageDown', LINES, 1)).toEqual({ kind: 'focus', index: 4 })
  })

  it('opens to the right, then goes in; closes to the left, or goes to the pool', () => {
    expect(treeAct('ArrowRight', LINES, 4)).toEqual({ kind: 'open', index: 4 })
    expect(treeAct('ArrowRight', LINES, 0)).toEqual({ kind: 'focus', index: 1 })
    expect(treeAct('ArrowRight', LINES, 1)).toBeNull()
    expect(treeAct('ArrowLeft', LINES, 0)).toEqual({ kind: 'close', index: 0 })
    expect(treeAct('ArrowLeft', LINES, 3)).toEqual({ kind: 'focus', index: 0 })
    expect(treeAct('ArrowLeft', LINES, 4)).toBeNull()
  })

  it('acts on Enter and Space, opens all on *, and leaves letters alone', () => {
    expect(treeAct('Enter', LINES, 2)).toEqual({ kind: 'activate', index: 2 })
    expect(treeAct('*', LINES, 2)).toEqual({ kind: 'open-all' })
    expect(treeAct('w', LINES, 2)).toBeNull()
    expect(treeAct('Enter', [], 0)).toBeNull()
  })
})

describe('typeAhead', () => {
  it('goes to the next name that begins so, round the end', () => {
    expect(typeAhead('w', LINES, 0)).toBe(2)
    expect(typeAhead('w', LINES, 2)).toBe(3)
    expect(typeAhead('w', LINES, 3)).toBe(2)
    expect(typeAhead('x', LINES, 0)).toBeNull()
  })

  it('stays where more letters still fit, and goes on with the same letter again', () => {
    expect(typeAhead('we', LINES, 2)).toBe(2)
    expect(typeAhead('web-02', LINES, 2)).toBe(3)
    expect(typeAhead('ww', LINES, 2)).toBe(3)
  })
})

function job(id: string, state: JobState, more: Partial<Job>): Job {
  const what = { kind: 'image', image: image('web-01').ref } as const
  const request = { kind: 'verify', what, sample: null } as unknown as Job['request']
  const times = { createdAt: 0, startedAt: 0, endedAt: null }
  return { id, request, state, ...times, progress: null, report: null, error: null, ...more }
}

it('imageMarks: the newest verification counts, and a running job marks its image', () => {
  const key = imageKey(image('web-01').ref)
  const found = (ok: boolean) => ({ verification: { ok, files: [], problems: [] } }) as unknown as Job['report']
  const good = job('new', 'done', { report: found(true) })
  const bad = job('old', 'done', { report: found(false) })
  expect(imageMarks([good, bad])).toEqual({ verified: new Set([key]), busy: new Set() })
  expect(imageMarks([bad, good]).verified).toEqual(new Set())
  expect(imageMarks([job('now', 'running', {})]).busy).toEqual(new Set([key]))
})
