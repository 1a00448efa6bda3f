import type { Equivalent } from '../../shared/equivalent.ts'
import { equivalentOf } from '../../shared/equivalent.ts'
import { sayRef } from '../../shared/equivalentParts.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import type { Name } from '../../shared/names.ts'
import { isLiveRef } from './liveDetails.ts'

/** So many names are shown one a line; nobody types more. */
const MAX_LINES = 200

/** The lines of a job with those of snapshots that are made or removed before it; `job` null: nothing follows. */
export function withSnapshotLines(
  verb: 'create' | 'rm',
  image: ImageRef,
  names: readonly Name[],
  job: JobRequest | null,
): Equivalent {
  const shown = names.slice(0, MAX_LINES)
  const more = names.length > shown.length ? [`# and ${names.length - shown.length} more`] : []
  const lines = (program: string, withConnection: boolean) => [
    ...shown.map((snapshot) => `${program} snap ${verb} ${sayRef({ ...image, snapshot }, 'source', withConnection)}`),
    ...more,
  ]
  const plain = lines('rbd', false)
  const ours = lines('rbd-studio', true)
  const base = job === null ? null : equivalentOf(job)
  const isText = names.every(({ base64 }) => base64 === undefined) && base?.studio.lines !== null
  const notText = { lines: null, reason: base?.studio.reason ?? 'A name here is not UTF-8 text' } as const
  const studio = isText ? { lines: [...ours, ...(base?.studio.lines ?? [])], reason: null } : notText
  if (isLiveRef(image)) {
    const rest = base?.rbd ?? { lines: [], reason: null }
    const rbd = isText && rest.lines !== null ? { lines: [...plain, ...rest.lines], reason: null } : notText
    return { rbd: rest.lines === null ? rest : rbd, onCluster: null, note: base?.note ?? null, studio }
  }
  return {
    rbd: { lines: null, reason: 'An end is in the library, which rbd does not know' },
    onCluster: isText ? [...plain, ...(base?.onCluster ?? [])] : null,
    note:
      base?.rbd.reason !== undefined && base.onCluster === null && job !== null
        ? base.rbd.reason
        : (base?.note ?? null),
    studio,
  }
}

/** The lines of several jobs, one after the other. */
export function joinedEquivalents(requests: readonly JobRequest[]): Equivalent {
  const all = requests.slice(0, MAX_LINES).map((request) => equivalentOf(request))
  const more = requests.length > all.length ? [`# and ${requests.length - all.length} more`] : []
  const studio = all.flatMap((one) => one.studio.lines ?? [])
  const failed = all.find((one) => one.studio.lines === null)
  const withoutLines = all.find(({ rbd }) => rbd.lines === null)
  const plain = all.flatMap(({ rbd }) => rbd.lines ?? [])
  return {
    rbd: withoutLines?.rbd ?? { lines: [...plain, ...more], reason: null },
    onCluster: withoutLines === undefined ? null : [...all.flatMap((one) => one.onCluster ?? []), ...more],
    note: all[0]?.note ?? null,
    studio: failed === undefined ? { lines: [...studio, ...more], reason: null } : failed.studio,
  }
}
