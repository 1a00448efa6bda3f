import { join } from 'node:path'
import { nameFromText } from '../../../shared/names.ts'
import { makeBigImage } from '../../e2e/support/bigLibrary.ts'
import { openLibrary } from '../../../electron/engine/library/library.ts'
import { makeLongHistory, makeManyImages, makeWideImage } from '../../support/hugeLibraries.ts'

/** How much the made library holds: the bars are meant for the numbers that stand here. */
export const SIZES = { images: 10_000, snapshots: 10_000, objects: 1_000_000 } as const

/**
 * A library to be slow on, in the home folder: `rbd/hourly` with 10,000 snapshots, `rbd/vast` of 1,000,000 objects, `rbd/big` with 2 GiB of real bytes,
 * which the jobs move, and so many images beside them in the pool `vms`.
 */
export async function makeHugeHome(home: string, sizes: { readonly [K in keyof typeof SIZES]: number }): Promise<void> {
  const folder = join(home, 'data/library')
  await openLibrary(folder, { create: true })
  await makeLongHistory(folder, 'rbd', 'hourly', sizes.snapshots, { sizeBytes: 1024 ** 4 })
  await makeWideImage(folder, 'rbd', 'vast', sizes.objects)
  await makeBigImage(folder, join(home, 'made'))
  await makeManyImages(folder, 'vms', sizes.images - 3)
}

/** A reference of the contract to an image of the pool `rbd`. */
export function imageOfRbd(image: string) {
  return { connection: 'library', pool: nameFromText('rbd'), namespace: '', image: nameFromText(image) }
}
