import { describe, expect, it } from 'vitest'
import { checkAppend } from '../../../electron/engine/library/append.ts'
import type { ImageIndex, Link } from '../../../electron/engine/library/types.ts'
import { isAppError } from '../../../shared/errors.ts'
import { bytesOf } from '../../support/libraryParts.ts'

type Step = readonly [kind: 'data' | 'zero' | 'size' | 'seal', snapshot?: string | undefined, sizeBytes?: number]

/** An index of steps: what each link did, the snapshot it ends at, the size at its end. */
function chain(...steps: readonly Step[]): ImageIndex {
  const links = steps.map(([kind, , sizeBytes = 1000]): Link => {
    const records = kind === 'data' || kind === 'zero' ? 1 : 0
    return {
      file: 'x',
      part: 0,
      kind: kind === 'seal' ? 'seal' : 'diff',
      sizeBytes,
      fileBytes: 22,
      dataBytes: kind === 'data' ? 10 : 0,
      zeroBytes: kind === 'zero' ? 10 : 0,
      records,
      addedAt: '',
    }
  })
  const snapshots = steps.flatMap(([, name], at) =>
    name === undefined ? [] : [{ id: at + 1, name: bytesOf(name), afterLink: at + 1, protected: false, createdAt: '' }],
  )
  return {
    version: 1,
    generation: 1,
    id: 'id',
    name: bytesOf('web-01'),
    namespace: '',
    order: 22,
    features: 61,
    stripeUnit: 4194304,
    stripeCount: 1,
    v2Dialect: null,
    meta: [],
    createdAt: '',
    nextLink: 99,
    nextSnapshotId: 99,
    links,
    snapshots,
  }
}

function verdict(index: ImageIndex, from: string | null, to: string | null, overlay = false): string {
  const name = (text: string | null): Uint8Array | null => (text === null ? null : bytesOf(text))
  try {
    checkAppend(index, { from: name(from), to: name(to), sizeBytes: 1000 }, { overlay })
    return 'ok'
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

describe('a diff may be appended', () => {
  const empty = chain(['size'])
  const written = chain(['data'])
  const named = chain(['data', 's1'], ['data', 's2'])

  it.each<[string, ImageIndex, string | null, string | null, boolean, string]>([
    ['from nothing onto zeros', empty, null, 's1', false, 'ok'],
    ['from nothing onto zeros that were zeroed', chain(['size'], ['zero']), null, null, false, 'ok'],
    ['from nothing onto content', written, null, 's1', false, 'E_DIFF_NOT_EMPTY'],
    ['from nothing onto content, as an overlay', written, null, 's1', true, 'ok'],
    ['from nothing onto zeros with a snapshot', chain(['size'], ['seal', 's1']), null, 's2', false, 'E_DIFF_NOT_EMPTY'],
    ['from nothing over snapshots, as an overlay', named, null, 's3', true, 'ok'],
    ['to a snapshot that is there, as an overlay', named, null, 's1', true, 'E_DIFF_END_SNAPSHOT_EXISTS'],
    ['from the newest snapshot', named, 's2', 's3', false, 'ok'],
    ['from the newest snapshot to the head', named, 's2', null, false, 'ok'],
    ['from the newest snapshot, to the empty name', named, 's2', '', false, 'ok'],
    ['from a missing snapshot', named, 's9', 's3', false, 'E_DIFF_START_SNAPSHOT_MISSING'],
    ['from the empty name', named, '', 's3', false, 'E_DIFF_START_SNAPSHOT_MISSING'],
    ['to a snapshot that is there', named, 's2', 's1', false, 'E_DIFF_END_SNAPSHOT_EXISTS'],
    ['with both wrong: the start is looked at first', named, 's9', 's1', false, 'E_DIFF_START_SNAPSHOT_MISSING'],
    [
      'to a snapshot that is there, from one that has drifted: the end is looked at first',
      named,
      's1',
      's2',
      false,
      'E_DIFF_END_SNAPSHOT_EXISTS',
    ],
    ['from an older snapshot', named, 's1', 's3', false, 'E_DIFF_DRIFTED'],
    [
      'from a snapshot behind which something was written',
      chain(['data', 's1'], ['data']),
      's1',
      's2',
      false,
      'E_DIFF_DRIFTED',
    ],
    [
      'from a snapshot behind which something was zeroed',
      chain(['data', 's1'], ['zero']),
      's1',
      's2',
      false,
      'E_DIFF_DRIFTED',
    ],
    [
      'from a snapshot behind which the image grew',
      chain(['data', 's1'], ['size', undefined, 2000]),
      's1',
      's2',
      false,
      'E_DIFF_DRIFTED',
    ],
    [
      'from a snapshot behind which it shrank and grew back',
      chain(['data', 's1'], ['size', undefined, 500], ['size']),
      's1',
      's2',
      false,
      'E_DIFF_DRIFTED',
    ],
    [
      'from a snapshot behind which only names were given',
      chain(['data', 's1'], ['seal', 's2'], ['seal', 's3']),
      's1',
      's4',
      false,
      'ok',
    ],
    ['an overlay does not excuse a drift', chain(['data', 's1'], ['data']), 's1', 's2', true, 'E_DIFF_DRIFTED'],
  ])('%s', (_, index, from, to, overlay, expected) => {
    expect(verdict(index, from, to, overlay)).toBe(expected)
  })
})
