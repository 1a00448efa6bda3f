import { describe, expect, test } from 'vitest'
import { carryKey, findPlace, pickUp } from '../../../renderer/dnd/carry.ts'
import type { Drop, Known } from '../../../renderer/dnd/registry.ts'
import { dropOf } from '../../../renderer/dnd/registry.ts'
import type { Carried, Place } from '../../../renderer/dnd/things.ts'
import { dndText } from '../../../renderer/dndText.ts'
import { incrementsOf, lastLinkOf } from '../../../renderer/model/increments.ts'
import { missingOn, missingRequests } from '../../../renderer/model/pipePlan.ts'
import type { ImageDetails } from '../../../shared/contract.ts'
import { nameFromText } from '../../../shared/names.ts'
import { details, diffFile, formatTwo, link, snapshot } from './details.ts'

const name = nameFromText
const img = details([link(1), link(2), link(3)], [snapshot('a', 1), snapshot('b', 2), snapshot('c', 3)])
const other: ImageDetails = {
  ...details([link(1)], [snapshot('a', 1)]),
  ref: { ...img.ref, pool: name('bup'), image: name('img') },
}
const unread = { ...img.ref, image: name('unread') }
const known: Known = (ref) =>
  [img, other].find((one) => one.ref.pool.text === ref.pool.text && one.ref.image.text === ref.image.text)

const pool: Place = { kind: 'pool', connection: 'library', pool: name('bup') }
const onOther: Place = { kind: 'image', image: other.ref }
const point = (snap: string | null): Carried => ({
  kind: 'point',
  point: { ...img.ref, snapshot: snap === null ? null : name(snap) },
})
const range = (from: string, to: string | null, steps = 2): Carried => ({
  kind: 'range',
  image: img.ref,
  from: name(from),
  to: to === null ? null : name(to),
  inputs: Array.from({ length: steps }, () => ({ kind: 'range', image: img.ref, from: name(from), to: null })),
})
const file = (one = diffFile('x', 'a', 'z')): Carried => ({ kind: 'file', file: one })

function sheetOf(drop: Drop | null) {
  if (drop?.isPossible !== true) throw new Error(drop === null ? 'no target' : drop.why)
  return drop.sheet
}
function whyOf(drop: Drop | null) {
  if (drop === null || drop.isPossible) throw new Error('possible')
  return drop.why
}

describe('what a drop would do', () => {
  test('files of the desktop are looked into, with the place they were dropped on', () => {
    expect(sheetOf(dropOf({ kind: 'desktop' }, { kind: 'window' }, known))).toEqual({ kind: 'import' })
    expect(sheetOf(dropOf({ kind: 'desktop' }, pool, known))).toEqual({ kind: 'import', pool: name('bup') })
    expect(sheetOf(dropOf({ kind: 'desktop' }, onOther, known))).toEqual({ kind: 'import', target: other.ref })
  })

  test('a point, a head and an image go to a pool as a pipe', () => {
    expect(sheetOf(dropOf(point('b'), pool, known))).toMatchObject({ kind: 'pipe', from: null, pool: name('bup') })
    expect(dropOf(point('b'), pool, known)).toMatchObject({ label: 'Pipe rbd/img@b to bup…' })
    expect(sheetOf(dropOf({ kind: 'image', image: img.ref }, pool, known))).toMatchObject({ kind: 'pipe' })
  })

  test('a point goes into an image that has an earlier snapshot in common, and into none other', () => {
    expect(sheetOf(dropOf(point('c'), onOther, known))).toMatchObject({ kind: 'pipe', target: other.ref })
    expect(whyOf(dropOf(point('a'), onOther, known))).toBe(dndText.why.noCommon('bup/img'))
    expect(whyOf(dropOf(point('c'), { kind: 'image', image: img.ref }, known))).toBe(dndText.why.sameImage('rbd/img'))
  })

  test('a range goes where its start is and its end is not', () => {
    expect(sheetOf(dropOf(range('a', 'c'), onOther, known))).toMatchObject({ kind: 'pipe', from: name('a') })
    expect(whyOf(dropOf(range('b', 'c'), onOther, known))).toBe(dndText.why.lacks('bup/img', 'b'))
    expect(whyOf(dropOf(range('a', 'a'), onOther, known))).toBe(dndText.why.has('bup/img', 'a'))
  })

  test('on the list of files a point is exported, and increments are merged', () => {
    expect(sheetOf(dropOf(point('b'), { kind: 'files' }, known))).toMatchObject({ kind: 'export', format: 'raw' })
    expect(sheetOf(dropOf(range('a', 'c', 2), { kind: 'files' }, known))).toMatchObject({ kind: 'merge' })
    expect(sheetOf(dropOf(range('a', 'b', 1), { kind: 'files' }, known))).toMatchObject({
      kind: 'export',
      format: 'diff',
    })
  })

  test('an image that was not read yet takes what may fit, a damaged one nothing', () => {
    expect(sheetOf(dropOf(range('b', 'c'), { kind: 'image', image: unread }, known))).toMatchObject({ kind: 'pipe' })
    const broken: Known = (ref) => (ref === other.ref ? { ...other, state: 'damaged' } : known(ref))
    expect(whyOf(dropOf(point('c'), onOther, broken))).toBe(dndText.why.readOnly('bup/img'))
  })

  test('an open file goes to a pool when it begins something, to an image when it goes on from it', () => {
    expect(sheetOf(dropOf(file(diffFile('full', null, 'a')), pool, known))).toMatchObject({
      kind: 'import',
      path: '/drop/full',
    })
    expect(whyOf(dropOf(file(), pool, known))).toBe(dndText.why.startsAt('a'))
    expect(sheetOf(dropOf(file(), onOther, known))).toMatchObject({ kind: 'import', target: other.ref })
    expect(whyOf(dropOf(file(diffFile('x', 'q', 'z')), onOther, known))).toBe(dndText.why.doesNotEnd('bup/img', 'q'))
    expect(whyOf(dropOf(file(diffFile('x', null, 'z')), onOther, known))).toBe(dndText.why.notEmpty('bup/img'))
    expect(whyOf(dropOf(file(formatTwo('f', ['a'])), onOther, known))).toBe(dndText.why.notAChange('bup/img'))
  })

  test('two files that follow each other are merged in their order, whichever was dropped on the other', () => {
    const [ab, bc, de] = [diffFile('ab', 'a', 'b'), diffFile('bc', 'b', 'c'), diffFile('de', 'd', 'e')]
    for (const [dropped, onto] of [
      [ab, bc],
      [bc, ab],
    ] as const) {
      const sheet = sheetOf(dropOf(file(dropped), { kind: 'file', file: onto }, known))
      expect(sheet.kind === 'merge' ? sheet.files.map((one) => one.name) : null).toEqual(['ab', 'bc'])
    }
    expect(whyOf(dropOf(file(ab), { kind: 'file', file: de }, known))).toBe(dndText.why.notFollowing)
    expect(dropOf(file(ab), { kind: 'file', file: ab }, known)).toBeNull()
  })
})

describe('a stretch dropped on an increment', () => {
  // a ─ b ─(no name)─ c = c2 ─ d, and a head that is no further than d.
  const long = details(
    [link(1), link(2), link(3), link(4), link(5), link(6, { kind: 'seal' })],
    [snapshot('a', 1), snapshot('b', 2), snapshot('c', 4), snapshot('c2', 4, { id: 9 }), snapshot('d', 6)],
  )
  const read: Known = () => long
  const on = (number: number): Place => ({ kind: 'increment', image: long.ref, link: number })
  const inputs = (drop: Drop | null) => {
    const sheet = sheetOf(drop)
    if (sheet.kind !== 'merge') throw new Error(sheet.kind)
    return sheet.inputs.map((one) =>
      one.kind === 'range' ? [one.from?.text ?? null, one.to?.text ?? null].join(' ') : one.path,
    )
  }

  test('is merged with it, whichever is the older', () => {
    for (const drop of [dropOf(range('a', 'b', 1), on(3), read), dropOf(range('b', 'c', 1), on(2), read)])
      expect(inputs(drop)).toEqual(['a b', 'b c'])
    expect(dropOf(range('a', 'b', 1), on(4), read)).toMatchObject({
      label: 'Merge with b to c: 2 increments, a to c, into a file…',
    })
  })

  test('takes along whatever lies between', () => {
    const drop = dropOf(range('a', 'b', 1), on(5), read)
    expect(inputs(drop)).toEqual(['a b', 'b c', 'c d'])
    expect(drop).toMatchObject({ label: 'Merge with c to d: 3 increments, a to d, into a file…' })
    expect(inputs(dropOf(range('c2', 'd', 1), on(2), read))).toEqual(['a b', 'b c', 'c d'])
  })

  test('says why where it cannot be', () => {
    expect(whyOf(dropOf(range('a', 'c'), on(2), read))).toBe(dndText.why.withItself)
    expect(whyOf(dropOf(range('a', 'c'), on(4), read))).toBe(dndText.why.withItself)
    expect(whyOf(dropOf(range('a', 'b'), on(1), read))).toBe(dndText.why.noStart)
    const torn = { ...long, snapshots: long.snapshots.map((one) => ({ ...one, restorable: one.afterLink < 5 })) }
    expect(whyOf(dropOf(range('a', 'b'), on(5), () => torn))).toBe(dndText.why.broken('d'))
    expect(dropOf(range('a', 'b'), on(5), () => undefined)).toBeNull()
    expect(dropOf(point('b'), on(2), read)).toBeNull()
    expect(dropOf({ kind: 'image', image: long.ref }, on(2), read)).toBeNull()
    const elsewhere = { ...on(3), image: other.ref } as Place
    expect(dropOf(range('a', 'b', 1), elsewhere, read)).toBeNull()
  })

  test('files of the desktop are looked into there as anywhere', () => {
    expect(sheetOf(dropOf({ kind: 'desktop' }, on(2), read))).toEqual({ kind: 'import' })
  })

  test('has its places with the keyboard: every increment but its own', () => {
    const places = incrementsOf(long).map((one) => on(lastLinkOf(long, one)))
    expect(places).toEqual([on(2), on(4), on(5)])
    const carry = pickUp(range('b', 'c', 1), places, read)
    expect(carry?.candidates.map(({ drop }) => drop.label.split(':')[0])).toEqual([
      'Merge with a to b',
      'Merge with c to d',
    ])
  })

  test('is asked about ten thousand increments in no time to speak of', () => {
    const steps = Array.from({ length: 10_000 }, (_, at) => at + 1)
    const huge = details(
      steps.map((number) => link(number)),
      steps.map((number) => snapshot(`s${number}`, number)),
    )
    let made = 0
    const places = incrementsOf(huge).map((one): Place => ({ ...on(0), link: lastLinkOf(huge, one) }) as Place)
    const carry = pickUp(range('s1', 's2', 1), places, (image) => {
      made++
      return image === huge.ref || image.image.text === 'img' ? huge : undefined
    })
    // The first link starts from nothing, and its own place is none.
    expect([carry?.candidates.length, made]).toEqual([9998, 9999])
    const last = carry?.candidates.at(-1)
    expect(inputs(last?.drop ?? null)).toHaveLength(9999)
  })
})

describe('carrying with the keyboard', () => {
  const places: readonly Place[] = [
    { kind: 'files' },
    pool,
    { kind: 'image', image: img.ref },
    onOther,
    { kind: 'window' },
  ]
  const carry = pickUp(point('c'), places, known)
  if (carry === null) throw new Error('nowhere')

  test('goes only where it can be dropped', () => {
    expect(carry.candidates.map(({ place }) => place.kind)).toEqual(['files', 'pool', 'image'])
    expect(pickUp(file(), [{ kind: 'window' }], known)).toBeNull()
  })

  test('arrows and Tab move, past an end to the other; Home and End jump', () => {
    const after = (...keys: readonly (readonly [string, boolean])[]) =>
      keys.reduce((now, [key, isShift]) => {
        const act = carryKey(now, key, isShift)
        return act?.kind === 'move' ? act.carry : now
      }, carry).index
    expect(after(['ArrowDown', false])).toBe(1)
    expect(after(['Tab', false], ['Tab', false], ['Tab', false])).toBe(0)
    expect(after(['Tab', true])).toBe(2)
    expect(after(['ArrowUp', false])).toBe(2)
    expect(after(['End', false], ['Home', false])).toBe(0)
  })

  test('Enter drops, Escape puts it back, other keys are not its own', () => {
    expect(carryKey(carry, 'Enter', false)).toEqual({ kind: 'drop' })
    expect(carryKey(carry, 'Escape', false)).toEqual({ kind: 'back' })
    expect(carryKey(carry, 'x', false)).toBeNull()
  })

  test('what is typed finds the next place by its words', () => {
    expect(findPlace(carry, 'INTO BUP').index).toBe(2)
    expect(findPlace({ ...carry, index: 1 }, 'bup').index).toBe(1)
    expect(findPlace(carry, 'nothing like it').index).toBe(0)
  })
})

describe('everything that is missing', () => {
  test('is one increment a snapshot behind the newest that both have', () => {
    const missing = missingOn(img, name('c'), other)
    expect(missing.common?.text).toBe('a')
    expect(missing.steps.map(({ from, to }) => `${from.text}-${to?.text}`)).toEqual(['a-b', 'b-c'])
    expect(missingRequests({ ...img.ref, snapshot: name('c') }, other.ref, missing)).toMatchObject([
      { fromSnapshot: name('a'), source: { snapshot: name('b') }, create: false },
      { fromSnapshot: name('b'), source: { snapshot: name('c') }, create: false },
    ])
  })

  test('ends with the head where that is ahead', () => {
    const ahead = details([link(1), link(2)], [snapshot('a', 1)])
    expect(missingOn(ahead, null, other).steps).toEqual([{ from: name('a'), to: null, bytes: 1024 ** 2 }])
    expect(missingOn({ ...ahead, links: ahead.links.slice(0, 1) }, null, other).steps).toEqual([])
  })

  test('a name of another size is not the same snapshot; what only the target has is told', () => {
    const strange = { ...other, snapshots: [snapshot('a', 1, { sizeBytes: 5 }), snapshot('own', 1)] }
    const missing = missingOn(img, null, strange)
    expect(missing).toMatchObject({ common: null, steps: [] })
    expect(missing.onlyThere.map(({ text }) => text)).toEqual(['own'])
  })
})
