import type { ImageDetails } from '../../shared/contract.ts'
import type { MergePreview } from '../../shared/estimate.ts'
import type { Name } from '../../shared/names.ts'
import { text } from '../strings.ts'

/** A fold as a picture: the points its links lead between, and which of them stay. */
export interface FoldPicture {
  readonly points: readonly (string | null)[]
  /** For each point between two links whether a name stands on it. */
  readonly keeps: readonly boolean[]
}

/** The points that the links of a fold lead between: only those without a name go. Links are known by their files. */
export function foldPicture(details: ImageDetails, inputs: Pick<MergePreview, 'inputs'>['inputs']): FoldPicture {
  const links = inputs.map(({ called }) => details.links.find(({ file }) => file === called))
  const nameAfter = (number: number): Name | null =>
    details.snapshots.find(({ afterLink }) => afterLink === number)?.name ?? null
  const last = details.links.at(-1)?.number
  const labels = links.map((link): string | null => {
    if (link === undefined) return null
    const name = nameAfter(link.number)
    return name?.text ?? (link.number === last ? text.app.head : null)
  })
  const first = links[0]
  const start =
    first === undefined ? null : (nameAfter(first.number - 1)?.text ?? (first.number === 1 ? text.app.nothing : null))
  return {
    points: [start, ...labels],
    keeps: links.slice(0, -1).map((link) => link !== undefined && nameAfter(link.number) !== null),
  }
}
