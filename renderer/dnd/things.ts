import type { FileInspection } from '../../shared/inspection.ts'
import type { ImageRef, PointRef } from '../../shared/imageSpec.ts'
import { formatSpec } from '../../shared/imageSpec.ts'
import type { MergeInput } from '../../shared/jobs.ts'
import type { Name } from '../../shared/names.ts'
import { dndText } from '../dndText.ts'
import { text } from '../strings.ts'

/** Something that can be carried: from the timeline, the tree, the list of files, or the desktop. */
export type Carried =
  | { readonly kind: 'image'; readonly image: ImageRef }
  | { readonly kind: 'point'; readonly point: PointRef }
  | {
      readonly kind: 'range'
      readonly image: ImageRef
      readonly from: Name
      /** Null: the head. */
      readonly to: Name | null
      /** The increments it is made of. */
      readonly inputs: readonly MergeInput[]
    }
  | { readonly kind: 'file'; readonly file: FileInspection }
  /** Files of the desktop: what they are is not known before they are dropped. */
  | { readonly kind: 'desktop' }

/** Somewhere it can be dropped. */
export type Place =
  | { readonly kind: 'pool'; readonly connection: string; readonly pool: Name; readonly namespace?: string }
  | { readonly kind: 'image'; readonly image: ImageRef }
  /** An increment on the timeline, by the number of one of its links. */
  | { readonly kind: 'increment'; readonly image: ImageRef; readonly link: number }
  | { readonly kind: 'file'; readonly file: FileInspection }
  /** The list of files. */
  | { readonly kind: 'files' }
  | { readonly kind: 'window' }

/** What a carried thing is called. */
export function calledOf(carried: Carried): string {
  switch (carried.kind) {
    case 'image':
      return formatSpec(carried.image)
    case 'point':
      return formatSpec(carried.point)
    case 'range':
      return dndText.range(carried.from.text, carried.to?.text ?? text.app.head, formatSpec(carried.image))
    case 'file':
      return carried.file.name
    case 'desktop':
      return text.drop.title
  }
}
