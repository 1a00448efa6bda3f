import { describe, expect, it } from 'vitest'
import {
  type ClusterRow,
  clusterRows,
  clusterStops,
  type KnownCluster,
  leftoversKey,
  lineOfStop,
  placesOf,
} from '../../../renderer/model/clusterRows.ts'
import { clusterState } from '../../../renderer/model/clusterState.ts'
import { imagePlaces } from '../../../renderer/model/imagePlaces.ts'
import { freeNameIn, placeSpec } from '../../../renderer/model/trash.ts'
import { treeAct } from '../../../renderer/model/treeKeys.ts'
import { type Asked, NEVER_ASKED, type Place, placeKey } from '../../../renderer/stores/clusters.ts'
import type { ClusterPool } from '../../../shared/connections.ts'
import type { WireError } from '../../../shared/errors.ts'
import { type Name, nameFromText } from '../../../shared/names.ts'

const LAB = 'lab'
const POOLS: readonly ClusterPool[] = [
  { name: nameFromText('rbd'), namespaces: ['tenant'] },
  { name: nameFromText('vms'), namespaces: [] },
]
const place = (pool: string, namespace = ''): Place => ({ connection: LAB, pool: nameFromText(pool), namespace })
const read = (...names: readonly string[]): Asked<readonly Name[]> => ({
  ...NEVER_ASKED,
  value: names.map(nameFromText),
  readAt: 1000,
})
const LOST: WireError = { code: 'E_CLUSTER_UNREACHABLE', message: 'no monitor' }

const NAMES = {
  [placeKey(place('rbd'))]: read('db-master', 'web-01', 'web-01.rbd-studio-0a1b2c3d', 'Web-02'),
  [placeKey(place('rbd', 'tenant'))]: read('web-09'),
}
const OPEN = [placeKey(place('rbd')), placeKey(place('rbd', 'tenant'))]

function rowsOf(more: Partial<KnownCluster> = {}): readonly ClusterRow[] {
  return clusterRows({ connection: LAB, pools: POOLS, names: NAMES, opened: new Set(OPEN), ...more })
}

/** Each line with its depth as blanks. */
function drawn(rows: readonly ClusterRow[]): readonly string[] {
  return rows.map((row) => {
    const indent = ' '.repeat(row.level - 1)
    if (row.kind === 'note') return `${indent}(${row.note})`
    if (row.kind === 'image') return `${indent}${row.ref.image.text}`
    const name = row.kind === 'place' ? row.name : 'temporary'
    return `${indent}${row.isOpen ? 'v' : '>'} ${name}`
  })
}

describe('clusterRows', () => {
  it('shows pools alone while none was opened, and counts what was read', () => {
    const rows = rowsOf({ opened: new Set() })
    expect(drawn(rows)).toEqual(['> rbd', '> vms'])
    expect(rows.map((row) => (row.kind === 'place' ? row.imageCount : ''))).toEqual([3, null])
  })

  it('puts namespaces before the images of a pool, and temporary names apart behind them', () => {
    expect(drawn(rowsOf())).toEqual([
      'v rbd',
      ' v tenant',
      '  web-09',
      ' db-master',
      ' web-01',
      ' Web-02',
      ' > temporary',
      '> vms',
    ])
    const opened = new Set([placeKey(place('rbd')), leftoversKey(place('rbd'))])
    const rows = rowsOf({ opened })
    expect(drawn(rows).slice(-3)).toEqual([' v temporary', '  web-01.rbd-studio-0a1b2c3d', '> vms'])
    expect(rows.filter((row) => row.kind === 'image' && row.isLeftover)).toHaveLength(1)
  })

  it('says of an opened pool that it is read, that it is empty, or why it was not read', () => {
    const opened = new Set([placeKey(place('vms'))])
    const of = (asked: Asked<readonly Name[]> | undefined) =>
      drawn(rowsOf({ opened, names: asked === undefined ? {} : { [placeKey(place('vms'))]: asked } })).slice(2)
    expect(of(undefined)).toEqual([' (reading)'])
    expect(of({ ...NEVER_ASKED, isReading: true })).toEqual([' (reading)'])
    expect(of(read())).toEqual([' (empty)'])
    expect(of({ ...NEVER_ASKED, error: LOST })).toEqual([' (failed)'])
    // What was read stays in sight.
    expect(of({ ...read('old'), error: LOST })).toEqual([' old', ' (failed)'])
  })

  it('keeps only matching images and the places they are in, whatever the case and however folded', () => {
    expect(drawn(rowsOf({ opened: new Set(), filter: ' WEB-0' }))).toEqual([
      'v rbd',
      ' v tenant',
      '  web-09',
      ' web-01',
      ' Web-02',
      ' v temporary',
      '  web-01.rbd-studio-0a1b2c3d',
    ])
    expect(drawn(rowsOf({ filter: 'web-09' }))).toEqual(['v rbd', ' v tenant', '  web-09'])
    expect(rowsOf({ filter: 'nowhere' })).toEqual([])
  })

  it('counts positions among those in sight, the temporary names as one', () => {
    const inPool = rowsOf().filter((row) => row.kind !== 'note' && row.level === 2)
    expect(inPool.map((row) => (row.kind === 'note' ? [] : [row.position, row.siblings]))).toEqual([
      [1, 5],
      [2, 5],
      [3, 5],
      [4, 5],
      [5, 5],
    ])
  })

  it('makes lines of ten thousand names, each with a key of its own', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `vm-${at}`)
    const names = { [placeKey(place('vms'))]: read(...many) }
    const rows = rowsOf({ opened: new Set([placeKey(place('vms'))]), names })
    expect(rows).toHaveLength(10_002)
    expect(new Set(rows.map(({ key }) => key)).size).toBe(10_002)
    expect(rowsOf({ opened: new Set(), names, filter: 'vm-999' })).toHaveLength(1 + 11)
  })

  it('goes by keys from an image to its namespace, from there to its pool, and down again', () => {
    const lines = clusterStops(rowsOf()).map(lineOfStop)
    expect(treeAct('ArrowLeft', lines, 2)).toEqual({ kind: 'focus', index: 1 })
    expect(treeAct('ArrowLeft', lines, 3)).toEqual({ kind: 'focus', index: 0 })
    expect(treeAct('ArrowLeft', lines, 1)).toEqual({ kind: 'close', index: 1 })
    expect(treeAct('ArrowRight', lines, 1)).toEqual({ kind: 'focus', index: 2 })
    expect(treeAct('ArrowRight', lines, 6)).toEqual({ kind: 'open', index: 6 })
    const closed = clusterStops(rowsOf({ opened: new Set([placeKey(place('rbd'))]) })).map(lineOfStop)
    expect(treeAct('ArrowLeft', closed, 1)).toEqual({ kind: 'focus', index: 0 })
  })
})

describe('clusterState', () => {
  const asked = { ...NEVER_ASKED, value: POOLS, readAt: 5000 }

  it('is as old as the oldest that is shown, and reads while anything of it is read', () => {
    expect(clusterState(LAB, { pools: {}, names: NAMES })).toEqual({ isReading: false, error: null, readAt: null })
    expect(clusterState(LAB, { pools: { lab: asked }, names: {} }).readAt).toBe(5000)
    expect(clusterState(LAB, { pools: { lab: asked }, names: NAMES }).readAt).toBe(1000)
    const reading = { [placeKey(place('vms'))]: { ...NEVER_ASKED, isReading: true } }
    expect(clusterState(LAB, { pools: { lab: asked }, names: reading }).isReading).toBe(true)
  })

  it('tells a cluster that is lost from a pool that cannot be read', () => {
    const failing = (code: WireError['code']) =>
      clusterState(LAB, {
        pools: { lab: asked },
        names: { [placeKey(place('vms'))]: { ...NEVER_ASKED, error: { code, message: '' } } },
      }).error?.code
    expect(failing('E_CLUSTER_UNREACHABLE')).toBe('E_CLUSTER_UNREACHABLE')
    expect(failing('E_CLUSTER_DENIED')).toBeUndefined()
    expect(clusterState(LAB, { pools: { lab: { ...NEVER_ASKED, error: LOST } }, names: {} }).error).toBe(LOST)
  })

  it('looks at no other connection', () => {
    const names = { [placeKey({ ...place('rbd'), connection: 'other' })]: { ...NEVER_ASKED, error: LOST } }
    expect(clusterState(LAB, { pools: { lab: asked }, names }).error).toBeNull()
  })
})

it('placesOf gives each pool and each namespace in it', () => {
  expect(placesOf(LAB, POOLS).map(placeSpec)).toEqual(['lab://rbd', 'lab://rbd/tenant', 'lab://vms'])
})

it('imagePlaces puts pools under whose they are, once there is more than the library', () => {
  const library = [{ connection: 'library', name: nameFromText('rbd'), imageCount: 0 }]
  expect(imagePlaces(library, {}).map(({ label, group }) => [group, label])).toEqual([[null, 'rbd']])
  const pools = { lab: { ...NEVER_ASKED, value: POOLS }, away: NEVER_ASKED }
  expect(imagePlaces(library, pools).map(({ label, group }) => [group, label])).toEqual([
    ['Library', 'rbd'],
    ['lab', 'rbd'],
    ['lab', 'rbd/tenant'],
    ['lab', 'vms'],
  ])
})

it('freeNameIn gives back the own name while nobody has it', () => {
  const names = (...all: readonly string[]) => all.map(nameFromText)
  const own = nameFromText('disk')
  expect(freeNameIn(own, names('other'))).toBe('disk')
  expect(freeNameIn(own, names('disk'))).toBe('disk-restored')
  expect(freeNameIn(own, names('disk', 'disk-restored', 'disk-restored-1'))).toBe('disk-restored-2')
})
