import type { Bins } from '../../shared/contract.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { Name } from '../../shared/names.ts'
import { call } from '../api.ts'

/** Where the data of a stretch lies, in so many bins; `from` null: from nothing. @throws AppError */
export function readBins(
  image: ImageRef,
  from: Name | null,
  to: Name | null,
  bins: number,
  options: { readonly signal: AbortSignal },
): Promise<Bins> {
  return call('image.bins', { image, from, to, bins }, options)
}
