import { describe, expect, test } from 'vitest'
import type { Cleanup } from '../../../shared/cleanup.ts'
import type { LinkInfo } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { nameFromText } from '../../../shared/names.ts'
import { agoText, careText } from '../../../renderer/careText.ts'
import { commands } from '../../../renderer/commands/commands.ts'
import { choicesOf, planOf } from '../../../renderer/model/cleanupPlan.ts'
import { runCleanup } from '../../../renderer/model/cleanupRun.ts'
import { DESTROYING } from '../../../renderer/model/destroying.ts'
import { joinedEquivalents, withSnapshotLines } from '../../../renderer/model/equivalents.ts'
import { repairRequest, wreckOf } from '../../../renderer/model/repairPlan.ts'
import { freshName, overProblem, readingOf, restoreRequest } from '../../../renderer/model/restorePlan.ts'
import { details, link, snapshot } from './details.ts'

const MIB = 1024 ** 2
const three = [link(1), link(2), link(3)]
const names = (list: readonly { readonly name: { readonly text: string } }[]) => list.map(({ name }) => name.text)

describe('restoring a point', () => {
  const image = details(
    [link(1, { verifiedAt: 2000 }), link(2, { verifiedAt: 1000 }), link(3)],
    [snapshot('a', 1), snapshot('b', 2), snapshot('c', 3, { restorable: false })],
  )
  const source = { ...image.ref, snapshot: nameFromText('b') }
  const form = {
    source,
    path: '/out.raw',
    writing: {},
    fresh: { ...image.ref, image: nameFromText('new') },
    isOverItself: true,
  }

  test('reads the files up to it, and is as trusted as the one verified longest ago', () => {
    expect(readingOf(image, nameFromText('b'))).toEqual({
      files: 2,
      bytes: 2 * MIB,
      verifiedAt: 1000,
      unverified: 0,
      damaged: 0,
    })
    expect(readingOf(image, null)).toMatchObject({ files: 3, verifiedAt: null, unverified: 1 })
  })

  test('each way is a job of its own', () => {
    expect(restoreRequest('file', form)).toEqual({ kind: 'export', source, path: '/out.raw' })
    expect(restoreRequest('fresh', form)).toMatchObject({ kind: 'pipe', create: true, fromSnapshot: null })
    expect(restoreRequest('over', form)).toEqual({ kind: 'rollback', target: image.ref, snapshot: source.snapshot })
  })

  test('over another image there is none, nor of a head over itself', () => {
    expect(restoreRequest('over', { ...form, isOverItself: false })).toBeNull()
    expect(restoreRequest('over', { ...form, source: { ...source, snapshot: null } })).toBeNull()
  })

  test('says why it cannot go over its image', () => {
    expect(overProblem(image, source)).toBeNull()
    expect(overProblem(image, { ...source, snapshot: null })).toBe(careText.restore.overHead)
    expect(overProblem(image, { ...source, snapshot: nameFromText('c') })).toBe(careText.restore.overLost)
    expect(overProblem({ ...image, state: 'newer' }, source)).toBe(careText.restore.overReadOnly)
  })

  test('a new image is called after the point, by a name that is free', () => {
    expect(freshName(source, new Set())).toBe('img-b')
    expect(freshName(source, new Set(['img-b', 'img-b-2']))).toBe('img-b-3')
  })
})

describe('cleaning up', () => {
  const image = details(three, [snapshot('c', 3), snapshot('a', 1, { protected: true }), snapshot('b', 2)])
  const cleanup: Cleanup = {
    rows: [
      { snapshot: nameFromText('a'), freesBytes: 5, blockedBy: 'protected' },
      { snapshot: nameFromText('b'), freesBytes: 7, blockedBy: null },
      { snapshot: nameFromText('c'), freesBytes: 9, blockedBy: null },
    ],
    together: { linksBefore: 3, linksAfter: 2, bytesBefore: 30, bytesAfter: 23 },
  }
  const keyOf = (name: string) => choicesOf(image, null).find(({ snapshot }) => snapshot.name.text === name)?.key ?? ''

  test('lists what may go, oldest first, with what keeps the rest; protection is known before the engine answers', () => {
    expect(
      choicesOf(image, cleanup).map(({ snapshot, freesBytes, why }) => [snapshot.name.text, freesBytes, why]),
    ).toEqual([
      ['a', 5, careText.clean.blocked.protected],
      ['b', 7, null],
      ['c', 9, null],
    ])
    expect(choicesOf(image, null).map(({ why }) => why === null)).toEqual([false, true, true])
  })

  test('what is kept never goes, even when it was chosen', () => {
    const plan = planOf(choicesOf(image, cleanup), new Set([keyOf('a'), keyOf('b')]), cleanup.together)
    expect(names(plan.going)).toEqual(['b'])
    expect(plan).toMatchObject({ level: 1, needsFold: true, freedBytes: 7 })
    expect(plan.newestLeft?.text).toBe('c')
  })

  test('the last point that can be restored asks for the name', () => {
    const free = details(three, [snapshot('a', 1), snapshot('b', 2, { restorable: false })])
    const choices = choicesOf(free, null)
    expect(planOf(choices, new Set(choices.slice(0, 1).map(({ key }) => key)), null)).toMatchObject({
      level: 2,
      newestLeft: null,
    })
    expect(planOf(choices, new Set(choices.slice(1).map(({ key }) => key)), null)).toMatchObject({ level: 1 })
  })

  test('removes in order, then folds', async () => {
    const done: string[] = []
    const steps = {
      remove: (one: (typeof image.snapshots)[number]) => Promise.resolve(one).finally(() => done.push(one.name.text)),
      fold: () => Promise.resolve(done.push('fold')),
    }
    expect(await runCleanup(image.snapshots, true, steps)).toMatchObject({ error: null, stoppedAt: null })
    expect(done).toEqual(['c', 'a', 'b', 'fold'])
  })

  test('a failure in the middle folds nothing and says what was removed', async () => {
    const done: string[] = []
    const outcome = await runCleanup(image.snapshots, true, {
      remove: (one) =>
        one.name.text === 'a'
          ? Promise.reject(new AppError('E_SNAPSHOT_PROTECTED', 'a is protected'))
          : Promise.resolve(one),
      fold: () => Promise.resolve(done.push('fold')),
    })
    expect(names(outcome.removed)).toEqual(['c'])
    expect(outcome.stoppedAt?.text).toBe('a')
    expect(outcome.error?.code).toBe('E_SNAPSHOT_PROTECTED')
    expect(done).toEqual([])
  })

  test('the button promises what is done, no more', () => {
    expect(careText.clean.commit(3, 6, 3, '1.2 GiB')).toBe('Remove 3 snapshots and fold 6 links into 3 (frees 1.2 GiB)')
    expect(careText.clean.commit(1, 0, 0, null)).toBe('Remove 1 snapshot')
  })

  test('as commands: each removal, then the fold', () => {
    const { studio, rbd, onCluster } = withSnapshotLines('rm', image.ref, [nameFromText('a b'), nameFromText('c')], {
      kind: 'fold',
      target: image.ref,
    })
    expect(rbd.lines).toBeNull()
    expect(onCluster).toEqual(["rbd snap rm 'rbd/img@a b'", 'rbd snap rm rbd/img@c'])
    expect(studio.lines?.length).toBe(3)
    expect(studio.lines?.at(-1)).toMatch(/^rbd-studio fold /)
  })

  test('of a live image the commands are rbd’s own, all of them', () => {
    const live = { ...image.ref, connection: 'lab' }
    const [s1, guard] = [nameFromText('s1'), nameFromText('before')]
    const guarded = withSnapshotLines('create', live, [guard], { kind: 'rollback', target: live, snapshot: s1 })
    expect(guarded.rbd.lines).toEqual(['rbd snap create rbd/img@before', 'rbd snap rollback rbd/img@s1'])
    expect(guarded.onCluster).toBeNull()
    const step = (from: string, to: string) =>
      ({
        kind: 'pipe',
        source: { ...live, snapshot: nameFromText(to) },
        fromSnapshot: nameFromText(from),
        target: { ...live, pool: nameFromText('bup') },
        create: false,
      }) as const
    const joined = joinedEquivalents([step('a', 'b'), step('b', 'c')])
    expect(joined.rbd.lines?.length).toBe(2)
    expect(joined.onCluster).toBeNull()
  })
})

describe('repairing', () => {
  const image = details(
    [link(1), link(2, { missing: true }), link(3, { damage: { kind: 'flipped', message: 'bit rot', foundAt: 5 } })],
    [snapshot('a', 1), snapshot('b', 2), snapshot('c', 3)],
  )

  test('finds what is bad, how far one comes, and what is lost', () => {
    const { bad, behind, lost, upTo, isHeadLost } = wreckOf(image)
    expect(
      bad.map(({ link: { number }, message, since, leadsTo }) => [number, message, since, ...names(leadsTo)]),
    ).toEqual([
      [2, null, null, 'b'],
      [3, 'bit rot', 5, 'c'],
    ])
    expect(behind.map(({ number }) => number)).toEqual([2, 3])
    expect(names(lost)).toEqual(['b', 'c'])
    expect(upTo?.name.text).toBe('a')
    expect(isHeadLost).toBe(true)
  })

  test('a whole chain has nothing to repair; what a verification found is bad', () => {
    const whole = details(three, [snapshot('a', 1)])
    expect(wreckOf(whole).bad).toEqual([])
    const damage = { kind: 'flipped', message: 'bad', foundAt: 5 } as const
    const [first, ...others] = three
    const found = details([{ ...(first as LinkInfo), damage }, ...others], [snapshot('a', 1)])
    expect(wreckOf(found)).toMatchObject({ upTo: null, bad: [{ message: 'bad', since: 5 }] })
  })

  test('putting back takes a copy, giving up takes none', () => {
    expect(repairRequest('back', image.ref, [])).toBeNull()
    expect(repairRequest('back', image.ref, ['/x'])).toEqual({ kind: 'mend', target: image.ref, paths: ['/x'] })
    expect(repairRequest('give-up', image.ref, ['/x'])).toEqual({
      kind: 'mend',
      target: image.ref,
      paths: [],
      giveUp: true,
    })
  })
})

describe('what destroys', () => {
  const VERBS = /\.(remove|clean|repair|restore|rollBack|fold|resize|forget\w*|unprotect|delete)$/

  test('every command that destroys has a level, and every level a command', () => {
    const ids = commands.map(({ id }) => id)
    expect(ids.filter((id) => VERBS.test(id) && !(id in DESTROYING))).toEqual([])
    expect(Object.keys(DESTROYING).filter((id) => !ids.includes(id))).toEqual([])
  })
})

test('how long ago, coarsely', () => {
  expect(agoText(0, 3 * 86_400_000 + 5)).toBe('3 days ago')
  expect(agoText(0, 3_600_000)).toBe('1 hour ago')
  expect(agoText(10, 5)).toBe('just now')
})
