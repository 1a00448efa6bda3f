import type { ImageDetails, LinkInfo, SnapshotInfo } from '../../shared/contract.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobRequest } from '../../shared/jobs.ts'

/** A link that cannot be read. */
export interface BadLink {
  readonly link: LinkInfo
  /** What a verification found; null: the file is not there. */
  readonly message: string | null
  /** When that was found; null: not known. */
  readonly since: number | null
  /** The points that stand right behind it. */
  readonly leadsTo: readonly SnapshotInfo[]
}

/** What is wrong with a chain, and how far it can still be followed. */
export interface Wreck {
  readonly bad: readonly BadLink[]
  /** Links from the first bad one on: what giving up takes. */
  readonly behind: readonly LinkInfo[]
  /** Points that need a bad link, oldest first. */
  readonly lost: readonly SnapshotInfo[]
  readonly isHeadLost: boolean
  /** The newest point before the first bad link; null: there is none. */
  readonly upTo: SnapshotInfo | null
}

/** Works out what is wrong with an image. Pure. */
export function wreckOf(details: ImageDetails): Wreck {
  const links = [...details.links].sort((a, b) => a.number - b.number)
  const snapshots = [...details.snapshots].sort((a, b) => a.afterLink - b.afterLink || a.id - b.id)
  const isBad = (link: LinkInfo) => link.missing || link.damage !== undefined
  const bad = links.filter(isBad).map((link): BadLink => {
    const next = links.find(({ number }) => number > link.number)?.number ?? Number.POSITIVE_INFINITY
    return {
      link,
      message: link.missing ? null : (link.damage?.message ?? ''),
      since: link.missing ? null : (link.damage?.foundAt ?? null),
      leadsTo: snapshots.filter(({ afterLink }) => afterLink >= link.number && afterLink < next),
    }
  })
  const first = bad[0]?.link.number ?? Number.POSITIVE_INFINITY
  return {
    bad,
    behind: links.filter(({ number }) => number >= first),
    lost: snapshots.filter(({ afterLink }) => afterLink >= first),
    isHeadLost: bad.length > 0,
    upTo: snapshots.findLast(({ afterLink }) => afterLink < first) ?? null,
  }
}

/** Whether anything of an image is missing or known to be damaged. */
export function isWrecked(details: ImageDetails): boolean {
  return details.links.some(({ missing, damage }) => missing || damage !== undefined)
}

/** The job that puts copies back, or gives up what is lost; null while there is no copy to put back. */
export function repairRequest(
  way: 'back' | 'give-up',
  target: ImageRef,
  paths: readonly string[],
): Extract<JobRequest, { kind: 'mend' }> | null {
  if (way === 'give-up') return { kind: 'mend', target, paths: [], giveUp: true }
  return paths.length === 0 ? null : { kind: 'mend', target, paths: [...paths] }
}
