import { AppError } from '../../../shared/errors.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import { headSizeBytes } from '../library/chain.ts'
import type { ImageIndex, SnapshotEntry } from '../library/types.ts'
import type { Plan } from './context.ts'
import type { BadFile } from './mendCopies.ts'
import { called } from './refs.ts'

type MendRequest = Extract<JobRequest, { kind: 'mend' }>

/** An index, and which of its link files cannot be read. */
export interface Wreck {
  readonly index: ImageIndex
  readonly bad: readonly BadFile[]
}

/** The chain without what cannot be read: the links before the first bad one, and the points on them. */
export interface Rest {
  readonly next: ImageIndex
  readonly lost: readonly SnapshotEntry[]
}

/**
 * What giving up leaves; null: nothing is bad.
 *
 * @throws AppError E_SNAPSHOT_PROTECTED, E_LIBRARY_CHAIN_GAP where nothing would be left
 */
export function restOf(request: MendRequest, { index, bad }: Wreck): Rest | null {
  const [first] = bad
  if (first === undefined) return null
  const kept = index.links.findIndex(({ file }) => file === first.file)
  if (kept === 0) {
    throw new AppError(
      'E_LIBRARY_CHAIN_GAP',
      `Nothing would be left of ${called(request.target)}: its first file ${first.state}`,
      {
        hint: 'Put a copy of it back, or remove the image',
        detail: { file: first.file },
      },
    )
  }
  const lost = index.snapshots.filter(({ afterLink }) => afterLink > kept)
  const held = lost.find((snapshot) => snapshot.protected)
  if (held !== undefined) {
    const { text } = nameFromBytes(held.name)
    throw new AppError('E_SNAPSHOT_PROTECTED', `Snapshot “${text}” would go, and it is protected from removal`, {
      detail: { snapshot: text },
    })
  }
  const next: ImageIndex = {
    ...index,
    links: index.links.slice(0, kept),
    snapshots: index.snapshots.filter(({ afterLink }) => afterLink <= kept),
    // As after a fold: a point that was removed before may be gone with its links.
    foldedBelowId: index.nextSnapshotId,
  }
  return { next, lost }
}

/** What giving up will do: links that go, points that are lost. @throws AppError as {@link restOf} */
export function giveUpPlan(request: MendRequest, look: Wreck): Plan {
  const rest = restOf(request, look)
  const image = called(request.target)
  const gone = rest === null ? 0 : look.index.links.length - rest.next.links.length
  const head = rest?.next.snapshots.at(-1)
  const ends =
    head === undefined
      ? 'before any snapshot'
      : `at “${nameFromBytes(head.name).text}”, or what was written right after it`
  return {
    outputBytes: 0,
    readBytes: 0,
    dataBytes: 0,
    zeroBytes: 0,
    records: 0,
    sizeBytes: headSizeBytes(rest?.next ?? look.index),
    checks:
      rest === null
        ? []
        : [{ label: `${gone} of ${look.index.links.length} links go; the head is then ${ends}`, state: 'warning' }],
    warnings:
      rest === null ? [`No file of ${image} is missing or known to be damaged, so there is nothing to give up`] : [],
    reads: [],
    writes: rest === null ? [] : [{ called: image, bytes: null }],
    drops: (rest?.lost ?? []).map(({ name }) => nameFromBytes(name).text),
  }
}
