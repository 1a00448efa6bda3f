import type { ImageSummary, PoolSummary } from '../../shared/contract.ts'
import type { TreeLine } from './treeKeys.ts'

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

/** A line that can have the focus. */
export type TreeStop = Exclude<LibraryRow, { readonly kind: 'note' }>

interface Library {
  readonly pools: readonly PoolSummary[]
  readonly imagesOf: (pool: PoolSummary) => readonly ImageSummary[] | undefined
  readonly keyOfPool: (pool: PoolSummary) => string
  readonly keyOfImage: (image: ImageSummary) => string
  readonly closed: ReadonlySet<string>
  /** Only images whose name holds it, whatever the case, and their pools, which are then all open. */
  readonly filter?: string
}

/** Makes the library's tree flat: pools with the images of the open ones under them. Pure. */
export function libraryRows(library: Library): readonly LibraryRow[] {
  const { pools, imagesOf, keyOfPool, keyOfImage, closed, filter = '' } = library
  const wanted = filter.trim().toLowerCase()
  const shown = pools.flatMap((pool) => {
    const images = imagesOf(pool)
    if (wanted === '') return [{ pool, images }]
    const matching = images?.filter(({ ref }) => ref.image.text.toLowerCase().includes(wanted)) ?? []
    return matching.length === 0 ? [] : [{ pool, images: matching }]
  })
  return shown.flatMap(({ pool, images }, poolIndex): LibraryRow[] => {
    const key = keyOfPool(pool)
    const isOpen = wanted !== '' || !closed.has(key)
    const head: LibraryRow = { kind: 'pool', key, pool, isOpen, position: poolIndex + 1, siblings: shown.length }
    if (!isOpen) return [head]
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

/** The lines that can have the focus. */
export function stopsOf(rows: readonly LibraryRow[]): readonly TreeStop[] {
  return rows.filter((row) => row.kind !== 'note')
}

/** What a line is called. */
export function nameOfStop(stop: TreeStop): string {
  return stop.kind === 'pool' ? stop.pool.name.text : stop.image.ref.image.text
}

/** A line as far as keys ask. */
export function lineOf(stop: TreeStop): TreeLine {
  return stop.kind === 'pool'
    ? { key: stop.key, level: 1, name: nameOfStop(stop), isOpen: stop.isOpen }
    : { key: stop.key, level: 2, name: nameOfStop(stop) }
}
