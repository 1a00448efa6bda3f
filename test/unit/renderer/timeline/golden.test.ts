import './utc.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { modelOf } from '../../../../renderer/model/timeline/lane.ts'
import type { LaneInput } from '../../../../renderer/model/timeline/lane.ts'
import { miniMapOf } from '../../../../renderer/model/timeline/miniMap.ts'
import { rowsOf } from '../../../../renderer/model/timeline/rows.ts'
import type { SceneInput } from '../../../../renderer/model/timeline/scene.ts'
import { sceneOf, screenX } from '../../../../renderer/model/timeline/scene.ts'
import { touchedOf } from '../../../../renderer/model/timeline/selection.ts'
import { scaled, spanScale } from '../../../../renderer/model/timeline/view.ts'
import { HEAD } from '../../../../renderer/model/points.ts'
import { details } from '../details.ts'
import { chainAt, DAY, every, HOUR, MONDAY, withLink, withSnapshot } from './histories.ts'

/** Pictures as numbers: `RBD_STUDIO_GOLDEN=renew` writes them anew, to be looked at as a change like any other. */
const isRenewed = process.env.RBD_STUDIO_GOLDEN === 'renew'
const folder = join(import.meta.dirname, 'golden')
const key = (name: string) => `snap:u:${name}`
const NOTHING = { point: null, anchor: null } as const

interface Case {
  readonly lane: LaneInput
  readonly now: number
  readonly input?: Partial<SceneInput>
  /** Numbers of the links that touched the marked region. */
  readonly touched?: readonly number[]
}

const week = every(DAY, 5)
const friday = MONDAY + 4 * DAY + 6 * HOUR
const five = chainAt(week)
/** The same points on a cluster: there are no files between them. */
const live = { ...five, ref: { ...five.ref, connection: 'lab' }, links: [], linkCount: 0, storedBytes: 0 }
const years = chainAt([...every(30 * DAY, 12, MONDAY - 800 * DAY), ...every(DAY, 8, MONDAY - 20 * DAY)])
const tenThousand = chainAt(every(2.6 * HOUR, 10_000, MONDAY - 26_000 * HOUR))

const cases: Readonly<Record<string, Case>> = {
  empty: { lane: { details: details([], []) }, now: MONDAY },
  'one-point': { lane: { details: chainAt([MONDAY]) }, now: MONDAY + HOUR },
  'five-with-gap': {
    lane: { details: withLink(five, 4, { missing: true }) },
    now: friday,
    input: { selection: { point: key('s3'), anchor: null } },
  },
  'made-at-once': { lane: { details: chainAt(every(50, 6)) }, now: MONDAY + 400 },
  'protected-and-held': {
    lane: { details: withSnapshot(five, 's2', { protected: true }), held: new Set([key('s3'), HEAD]) },
    now: friday,
  },
  damaged: {
    lane: {
      details: withLink(five, 3, { damage: { kind: 'flipped', message: 'a block differs', foundAt: friday } }),
    },
    now: friday,
  },
  verified: {
    lane: { details: [1, 2, 3].reduce((all, n) => withLink(all, n, { verifiedAt: friday - 3 * DAY }), five) },
    now: friday,
  },
  'folded-years': { lane: { details: years }, now: MONDAY - 12 * DAY },
  'clustered-10000': { lane: { details: tenThousand }, now: MONDAY },
  'clustered-10000-week': {
    lane: { details: tenThousand },
    now: MONDAY,
    input: {
      view: { scale: spanScale('week', 1000), left: 1_000_000 },
      selection: { point: key('s9980'), anchor: null },
    },
  },
  selection: { lane: { details: five }, now: friday, input: { selection: { point: key('s4'), anchor: null } } },
  range: { lane: { details: five }, now: friday, input: { selection: { point: HEAD, anchor: key('s2') } } },
  'region-filter': { lane: { details: five }, now: friday, touched: [1, 3] },
  live: {
    lane: { details: live },
    now: friday,
    input: { selection: { point: key('s4'), anchor: key('s2') } },
  },
  'narrow-and-low': {
    lane: { details: withLink(five, 4, { missing: true }) },
    now: friday,
    input: { width: 420, isShort: true, selection: { point: key('s2'), anchor: null } },
  },
}

/** Tenths of a px are enough, and the same on every machine. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) && Math.abs(value) >= 0.1
    ? Math.round(value * 10) / 10
    : value
}

function pictureOf({ lane, now, input = {}, touched }: Case): unknown {
  const model = modelOf([lane], now)
  const first = model.lanes[0]
  if (first === undefined) throw new Error('a model without a lane')
  const selection = input.selection ?? NOTHING
  const scene = sceneOf(model, {
    view: null,
    width: 1000,
    isShort: false,
    selection,
    active: selection.point,
    ...(touched === undefined ? {} : { touched: [touchedOf(first, new Set(touched))] }),
    ...input,
  })
  const drawn = scene.lanes[0]
  if (drawn === undefined) throw new Error('a scene without a lane')
  const rows = rowsOf(first, drawn, selection, screenX(model.axis, scene.part, first), now)
  return { scene, rows, miniMap: miniMapOf(model, scene.width, selection) }
}

describe('golden pictures', () => {
  it.each(Object.entries(cases))('%s', (name, one) => {
    const path = join(folder, `${name}.json`)
    const text = `${JSON.stringify(pictureOf(one), rounded, 1)}\n`
    if (isRenewed) writeFileSync(path, text)
    expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(path, 'utf8')))
  })

  it('differ in what they show', () => {
    const texts = Object.values(cases).map((one) => JSON.stringify(pictureOf(one), rounded))
    expect(new Set(texts).size).toBe(texts.length)
  })
})

it('a view of one week shows about a week', () => {
  const model = modelOf([{ details: tenThousand }], MONDAY)
  const view = scaled(model.axis, null, 1000, spanScale('week', 1000), 500)
  expect(view?.scale).toBeCloseTo(910 / (7 * DAY), 12)
})
