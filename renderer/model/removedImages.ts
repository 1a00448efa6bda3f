import type { ImageSummary } from '../../shared/contract.ts'
import type { RemovedImage } from '../../shared/removedImage.ts'
import { sameName } from '../../shared/names.ts'

/** Whether an image of the pool has the name that a removed one had. */
export function isNameTaken({ ref }: RemovedImage, images: readonly ImageSummary[]): boolean {
  return images.some((one) => one.ref.namespace === ref.namespace && sameName(one.ref.image, ref.image))
}

/** A name for a removed image whose own is taken: the first of `NAME-restored`, `NAME-restored-2`, … that is free. */
export function freeName({ ref }: RemovedImage, images: readonly ImageSummary[]): string {
  const taken = new Set(images.filter((one) => one.ref.namespace === ref.namespace).map((one) => one.ref.image.text))
  const stem = `${ref.image.text}-restored`
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}-${number}`
    if (!taken.has(name)) return name
  }
}
