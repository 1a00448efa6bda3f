import { useStore } from 'zustand'
import { imagesStore } from '../../stores/images.ts'
import { selectionStore } from '../../stores/selection.ts'
import { CommandItems } from '../commands/CommandItems.tsx'

const IMAGE = [
  ['image.export', 'image.pipe', 'image.restore', 'image.snapshot'],
  ['image.verify', 'image.compare', 'image.fold', 'image.clean', 'image.repair'],
  ['image.copySpec', 'image.rename', 'image.resize', 'image.remove'],
] as const

/** What can be done with the image a menu was opened on, which is open then; drawn anew once it was read. */
export function ImageMenu() {
  useStore(imagesStore, (state) => state.details)
  useStore(selectionStore, (state) => state.image)
  return <CommandItems groups={IMAGE} dangers={['image.remove']} />
}

/** What can be done with the pool a menu was opened on. */
export function PoolMenu() {
  return (
    <CommandItems
      groups={[['pool.newImage'], ['library.newPool', 'pool.copyName'], ['library.removed', 'library.refresh']]}
    />
  )
}
