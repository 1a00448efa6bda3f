import type { ImageSummary, PoolSummary } from '../../shared/contract.ts'

/** One line of the library's tree, as it is drawn: the tree made flat, so that only what is seen is drawn. */
export type LibraryRow =
  | {
      readonly kind: 'pool'
      readonly key: string
      readonly pool: PoolSummary
      readonly isOpen: boolean
      readonly position: number
      readonly siblings: number
    }
  | {
      readonly kind: 'image'
      readonly key: string
      readonly image: ImageSummary
      readonly position: number
      readonly siblings: number
    }
  | { readonly kind: 'note'; readonly key: string; readonly isLoading: boolean }

interface Library {
  readonly pools: readonly PoolSummary[]
  readonly imagesOf: (pool: PoolSummary) => readonly ImageSummary[] | undefined
  readonly keyOfPool: (pool: PoolSummary) => string
  readonly keyOfImage: (image: ImageSummary) => string
  readonly closed: ReadonlySet<string>
}

/** Makes the library's tree flat: pools with the images of the open ones under them. Pure. */
export function libraryRows({ pools, imagesOf, keyOfPool, keyOfImage, closed }: Library): readonly LibraryRow[] {
  return pools.flatMap((pool, poolIndex): LibraryRow[] => {
    const key = keyOfPool(pool)
    const isOpen = !closed.has(key)
    const head: LibraryRow = { kind: 'pool', key, pool, isOpen, position: poolIndex + 1, siblings: pools.length }
    if (!isOpen) return [head]
    const images = imagesOf(pool)
    if (images === undefined || images.length === 0) {
      return [head, { kind: 'note', key: `${key}\n`, isLoading: images === undefined }]
    }
    const rows = images.map(
      (image, index): LibraryRow => ({
        kind: 'image',
        key: keyOfImage(image),
        image,
        position: index + 1,
        siblings: images.length,
      }),
    )
    return [head, ...rows]
  })
}
