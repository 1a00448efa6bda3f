import type { ImageSummary } from '../../shared/contract.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import { SAMPLE_IMAGES } from '../../shared/sample.ts'

/** One of the sample's images: it has their name and size, whatever was done to its snapshots since. */
export function isSample({ ref, sizeBytes }: ImageSummary): boolean {
  return SAMPLE_IMAGES.some(
    (one) =>
      ref.connection === LIBRARY &&
      ref.pool.text === one.pool &&
      ref.image.text === one.image &&
      sizeBytes === one.sizeBytes,
  )
}

/** Whether nothing of the user's own is there yet: no image at all, or the sample as it came. */
export function isFresh(images: readonly ImageSummary[]): boolean {
  return images.every(
    (image) =>
      isSample(image) &&
      SAMPLE_IMAGES.some((one) => one.image === image.ref.image.text && one.snapshotCount === image.snapshotCount),
  )
}

/** The image the sample begins with, and the point to begin at; null where the sample is gone. */
export function sampleStart(
  images: readonly ImageSummary[],
): { readonly image: ImageSummary; readonly snapshot: string } | null {
  for (const { image: name, opensAt } of SAMPLE_IMAGES) {
    const image = images.find((one) => isSample(one) && one.ref.image.text === name)
    if (image !== undefined) return { image, snapshot: opensAt }
  }
  return null
}
