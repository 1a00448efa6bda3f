import { describe, expect, it } from 'vitest'
import { dropOf, type Known } from '../../../renderer/dnd/registry.ts'
import type { Carried, Place as DropPlace } from '../../../renderer/dnd/things.ts'
import { dndText } from '../../../renderer/dndText.ts'
import { knownLiveImages, placeNotes } from '../../../renderer/model/imagePlaces.ts'
import { isMatch, requestFor } from '../../../renderer/model/importPlan.ts'
import { detailsOfLive } from '../../../renderer/model/liveDetails.ts'
import { missingOn, missingRequests } from '../../../renderer/model/pipePlan.ts'
import { historyOf, sameContentAsHead } from '../../../renderer/model/points.ts'
import { overProblem, restoreRequest } from '../../../renderer/model/restorePlan.ts'
import { type Asked, NEVER_ASKED, type Place, placeKey } from '../../../renderer/stores/clusters.ts'
import { imageKey } from '../../../renderer/stores/images.ts'
import { sortIntoChains } from '../../../shared/chain.ts'
import type { ClusterPool, LiveImage } from '../../../shared/connections.ts'
import type { WireError } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { type Name, nameFromText } from '../../../shared/names.ts'
import { details, diffFile, link, snapshot } from './details.ts'

const name = nameFromText
const MIB = 1024 ** 2
const place = (connection: string, pool: string, namespace = ''): Place => ({ connection, pool: name(pool), namespace })
const imageIn = (where: Place, image: string): ImageRef => ({ ...where, image: name(image) })
const LOST: WireError = { code: 'E_CLUSTER_UNREACHABLE', message: 'no monitor' }
const read = <T>(value: T): Asked<T> => ({ ...NEVER_ASKED, value, readAt: 1000 })
const reading: Asked<never> = { ...NEVER_ASKED, isReading: true }
const failed: Asked<never> = { ...NEVER_ASKED, error: LOST }
const POOLS: readonly ClusterPool[] = [
  { name: name('rbd'), namespaces: ['tenant'] },
  { name: name('bup'), namespaces: [] },
]

/** A live image with these snapshots. */
function liveImage(snapshots: readonly string[], more: Partial<LiveImage> = {}): LiveImage {
  return {
    id: '1f',
    sizeBytes: 64 * MIB,
    order: 22,
    features: ['layering'],
    flags: [],
    stripeUnit: null,
    stripeCount: null,
    dataPool: null,
    parent: null,
    createdAt: 1,
    snapshots: snapshots.map((one, index) => ({
      id: index + 4,
      name: name(one),
      sizeBytes: 32 * MIB,
      protected: index === 0,
      createdAt: 1000 + index,
    })),
    watchers: [],
    lockers: [],
    heldLocks: [],
    readAt: 2000,
    ...more,
  }
}

const lab = place('lab', 'rbd')
const source = detailsOfLive(imageIn(lab, 'img'), liveImage(['a', 'b', 'c']))
const copy = detailsOfLive(imageIn(place('dr', 'bup'), 'img'), liveImage(['a']))
const inLibrary = details([link(1), link(2)], [snapshot('a', 1), snapshot('b', 2)])

describe('a live image as sheets take it', () => {
  it('has its points with size and protection, and no file between them', () => {
    expect(source.snapshots.map((one) => [one.name.text, one.sizeBytes, one.protected])).toEqual([
      ['a', 32 * MIB, true],
      ['b', 32 * MIB, false],
      ['c', 32 * MIB, false],
    ])
    expect([source.sizeBytes, source.links, source.storedBytes]).toEqual([64 * MIB, [], 0])
    expect(historyOf(source).steps).toEqual([])
    // Whether a head is a snapshot still nobody knows before it is asked: a guard is never left out.
    expect(sameContentAsHead(source)).toBeNull()
  })

  it('can be restored over itself, and onto any other place as a new image', () => {
    const point = { ...source.ref, snapshot: name('b') }
    const fresh = imageIn(place('dr', 'bup', 'ns'), 'img-b')
    const form = { source: point, path: '/x', writing: {}, fresh, isOverItself: true }
    expect(overProblem(source, point)).toBeNull()
    expect(restoreRequest('over', form)).toEqual({ kind: 'rollback', target: source.ref, snapshot: name('b') })
    expect(restoreRequest('fresh', form)).toMatchObject({ kind: 'pipe', target: fresh, create: true })
    expect(restoreRequest('fresh', { ...form, source: { ...inLibrary.ref, snapshot: name('a') } })).toMatchObject({
      source: inLibrary.ref,
      target: fresh,
    })
  })

  it('lacks what another has behind the newest that both have, step by step', () => {
    const missing = missingOn(source, name('c'), copy)
    expect(missing.common?.text).toBe('a')
    const requests = missingRequests({ ...source.ref, snapshot: name('c') }, copy.ref, missing)
    expect(requests.map((one) => (one.kind === 'pipe' ? one.fromSnapshot?.text : null))).toEqual(['a', 'b'])
    expect(requests.every((one) => one.kind === 'pipe' && imageKey(one.target) === imageKey(copy.ref))).toBe(true)
  })
})

describe('files for a live image', () => {
  const chainOf = (...files: readonly Parameters<typeof sortIntoChains>[0][number][]) =>
    sortIntoChains(files).chains[0] ?? null
  const behind = chainOf(diffFile('cd', 'c', 'd'))
  const full = chainOf(diffFile('full', null, 'z'))

  it('match where their start is there and their end is not; that it is empty is never taken for known', () => {
    if (behind === null || full === null) throw new Error('no chain')
    expect(isMatch(source, behind)).toBe(true)
    expect(isMatch(copy, behind)).toBe(false)
    expect(isMatch(detailsOfLive(source.ref, liveImage([])), full)).toBe(false)
    expect(isMatch(details([], []), full)).toBe(true)
  })

  it('may make it smaller only where that was said', () => {
    const where = { newImage: null, target: source.ref, overlay: false, confMeta: false, verifyFirst: false, all: [] }
    expect(requestFor('append', behind, where)).toEqual({
      kind: 'import-diff',
      paths: ['/drop/cd'],
      target: source.ref,
      overlay: false,
    })
    expect(requestFor('append', behind, { ...where, allowShrink: true })).toMatchObject({ allowShrink: true })
  })

  it('become an image in a namespace of a cluster, without the settings that came with them', () => {
    const newImage = imageIn(place('lab', 'rbd', 'tenant'), 'new')
    const where = { newImage, target: null, overlay: false, confMeta: false, verifyFirst: false, all: [] }
    expect(requestFor('new', full, where)).toEqual({
      kind: 'import',
      format: 'diffs',
      paths: ['/drop/full'],
      target: newImage,
    })
  })
})

describe('the places there are', () => {
  const tenant = place('lab', 'rbd', 'tenant')

  it('wait for nothing that was read, also where reading it again failed', () => {
    const pools = { lab: { ...read(POOLS), error: LOST } }
    expect(placeNotes(['lab'], tenant, { pools, names: { [placeKey(tenant)]: read<readonly Name[]>([]) } })).toEqual([])
    expect(placeNotes([], place('library', 'rbd'), { pools: {}, names: {} })).toEqual([])
  })

  it('say of each cluster that it is being read, or why it was not', () => {
    expect(placeNotes(['lab', 'dr', 'new'], null, { pools: { lab: reading, dr: failed }, names: {} })).toEqual([
      { what: 'pools', connection: 'lab', called: 'lab', failed: null },
      { what: 'pools', connection: 'dr', called: 'dr', failed: 'The cluster cannot be reached' },
    ])
    // Being asked again it is no failure any more.
    const again = { ...failed, isReading: true }
    expect(placeNotes(['dr'], null, { pools: { dr: again }, names: {} })[0]?.failed).toBeNull()
  })

  it('say of the chosen one alone that its names are being read, or why they were not', () => {
    const known = { pools: { lab: read(POOLS) }, names: { [placeKey(tenant)]: failed, [placeKey(lab)]: failed } }
    expect(placeNotes(['lab'], tenant, known)).toEqual([
      { what: 'names', place: tenant, called: 'lab://rbd/tenant', failed: 'The cluster cannot be reached' },
    ])
  })

  it('hold the images whose names were read, without those that are being made', () => {
    const names = { [placeKey(tenant)]: read([name('web'), name('web.rbd-studio-1a2b3c4d')]), [placeKey(lab)]: reading }
    expect(knownLiveImages({ pools: { lab: read(POOLS), dr: failed }, names })).toEqual([imageIn(tenant, 'web')])
  })
})

describe('drops with a cluster at either end', () => {
  const known: Known = (ref) => [source, copy, inLibrary].find((one) => imageKey(one.ref) === imageKey(ref))
  const tenantPool: DropPlace = { kind: 'pool', ...place('lab', 'rbd', 'tenant') }
  const bup: DropPlace = { kind: 'pool', connection: 'library', pool: name('bup') }
  const at = (ref: ImageRef, snap: string | null): Carried => ({
    kind: 'point',
    point: { ...ref, snapshot: snap === null ? null : name(snap) },
  })
  const stretch: Carried = { kind: 'range', image: source.ref, from: name('a'), to: name('c'), inputs: [] }
  const onCopy: DropPlace = { kind: 'image', image: copy.ref }

  it.each<[string, Carried, DropPlace, object]>([
    ['files into a live pool', { kind: 'desktop' }, tenantPool, { kind: 'import', namespace: 'tenant' }],
    ['files onto a live image', { kind: 'desktop' }, onCopy, { kind: 'import', target: copy.ref }],
    [
      'an open file onto the live image it goes on from',
      { kind: 'file', file: diffFile('x', 'a', 'z') },
      onCopy,
      { kind: 'import', target: copy.ref, path: '/drop/x' },
    ],
    ['a live snapshot into the library', at(source.ref, 'b'), bup, { kind: 'pipe', pool: name('bup') }],
    [
      'a stretch into a pool of the library',
      stretch,
      bup,
      { kind: 'pipe', from: name('a'), source: { ...source.ref, snapshot: name('c') } },
    ],
    [
      'a point of the library into a live pool',
      at(inLibrary.ref, 'a'),
      tenantPool,
      { kind: 'pipe', connection: 'lab', pool: name('rbd'), namespace: 'tenant' },
    ],
    [
      'a stretch onto its copy on another cluster',
      stretch,
      onCopy,
      { kind: 'pipe', target: copy.ref, from: name('a') },
    ],
    [
      'a stretch onto the list of files',
      stretch,
      { kind: 'files' },
      { kind: 'export', format: 'diff', from: name('a') },
    ],
  ])('%s', (_what, carried, onto, sheet) => {
    expect(dropOf(carried, onto, known)).toMatchObject({ isPossible: true, sheet })
  })

  it('say which pool of which cluster is meant', () => {
    expect(dropOf(at(inLibrary.ref, 'a'), tenantPool, known)).toMatchObject({
      label: dndText.pipeTo('rbd/img@a', 'lab://rbd/tenant'),
    })
  })

  it('cannot be where the two have no snapshot in common, or what is carried is there', () => {
    expect(dropOf(at(source.ref, 'a'), onCopy, known)).toMatchObject({ why: dndText.why.noCommon('bup/img') })
    const file: Carried = { kind: 'file', file: diffFile('x', 'q', 'z') }
    expect(dropOf(file, onCopy, known)).toMatchObject({ why: dndText.why.doesNotEnd('bup/img', 'q') })
    // The same name in the library is another image, and takes what begins at a snapshot it has.
    const twin: DropPlace = { kind: 'image', image: { ...source.ref, connection: 'library' } }
    expect(dropOf(stretch, twin, known)).toMatchObject({ isPossible: true })
    expect(dropOf(stretch, { kind: 'image', image: source.ref }, known)).toMatchObject({
      why: dndText.why.sameImage('rbd/img'),
    })
  })
})
