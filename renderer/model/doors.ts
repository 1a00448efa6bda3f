import type { ImageSummary } from '../../shared/contract.ts'
import { formatSpec } from '../../shared/imageSpec.ts'
import { shellText } from '../shellText.ts'
import { isSample } from './sample.ts'

/** One way into the program, as the start page offers it. */
export interface Door {
  readonly id: 'sample' | 'cluster' | 'files' | 'image'
  readonly title: string
  readonly body: string
  readonly points: readonly string[]
  /** Steps, one after the other, or things that hold. */
  readonly isNumbered: boolean
  /** The command behind its button. */
  readonly command: string
  readonly action: string
  /** What stands beside the button. */
  readonly note: string | null
  /** What stands under it. */
  readonly foot: string | null
}

const t = shellText.welcome

/** The doors there are now: the sample's goes with the sample, and an empty image takes its place at the end. */
export function doorsOf(images: readonly ImageSummary[]): readonly Door[] {
  const sample = images.filter(isSample)
  const { cluster, files, image } = t
  const plain = { isNumbered: false, note: null, foot: null } as const
  const ways: readonly Door[] = [
    {
      ...plain,
      id: 'cluster',
      title: cluster.title,
      body: cluster.body,
      points: cluster.points,
      command: 'connection.add',
      action: cluster.action,
    },
    {
      ...plain,
      id: 'files',
      title: files.title,
      body: files.body,
      points: files.points,
      command: 'files.open',
      action: files.action,
    },
  ]
  if (sample.length === 0) {
    const last = { title: image.title, body: image.body, points: image.points, action: image.action }
    return [...ways, { ...plain, ...last, id: 'image', command: 'library.newImage' }]
  }
  const snapshots = sample.reduce((sum, { snapshotCount }) => sum + snapshotCount, 0)
  const bytes = sample.reduce((sum, { storedBytes }) => sum + storedBytes, 0)
  const first: Door = {
    id: 'sample',
    title: t.sample.title,
    body: t.sample.body(sample.map(({ ref }) => formatSpec(ref)).join(' and '), snapshots),
    points: t.sample.steps,
    isNumbered: true,
    command: 'sample.open',
    action: t.sample.action,
    note: t.sample.size(bytes),
    foot: t.sample.remove,
  }
  return [first, ...ways]
}
