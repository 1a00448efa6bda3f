import type { EngineCalls, Events, Input, Payload } from '../../shared/contract.ts'
import { type ImageRef, LIBRARY } from '../../shared/imageSpec.ts'

/** What windows are told when an image, or the list it is in, is another. */
export type Change = {
  [K in 'library.changed' | 'cluster.changed']: { readonly event: K; readonly payload: Payload<Events, K> }
}['library.changed' | 'cluster.changed']

/** After these calls the pools and images that are listed are others. */
const CHANGES_LIST: ReadonlySet<string> = new Set([
  'pool.create',
  'image.create',
  'image.remove',
  'image.rename',
  'trash.restore',
])
/** After these calls the image they name is another. */
const CHANGES_IMAGE: ReadonlySet<string> = new Set([
  'image.resize',
  'snapshot.protect',
  'snapshot.unprotect',
  'snapshot.create',
  'snapshot.rename',
  'snapshot.remove',
  'snapshot.restore',
])

/** An image became another; `isListed`: what there is, and under which names, too. Null: all of the library. */
export function imageChanged(image: ImageRef | null, isListed: boolean): Change {
  if (image !== null && image.connection !== LIBRARY) return { event: 'cluster.changed', payload: image }
  return { event: 'library.changed', payload: { image: isListed ? null : image } }
}

/** What a call of the engine's, once it was answered, has changed. */
export function changesOf(name: string, input: never): readonly Change[] {
  if (CHANGES_LIST.has(name)) return [imageChanged((input as { readonly image?: ImageRef }).image ?? null, true)]
  if (CHANGES_IMAGE.has(name)) return [imageChanged((input as { readonly image: ImageRef }).image, false)]
  const payload = changedInCluster(name, input)
  return payload === null ? [] : [{ event: 'cluster.changed', payload }]
}

function changedInCluster(name: string, input: never): Payload<Events, 'cluster.changed'> | null {
  switch (name) {
    case 'cluster.moveToTrash':
      return (input as Input<EngineCalls, 'cluster.moveToTrash'>).image
    case 'cluster.removeLeftover':
      return input
    case 'cluster.restoreFromTrash': {
      const { connection, pool, namespace, newName } = input as Input<EngineCalls, 'cluster.restoreFromTrash'>
      return { connection, pool, namespace, image: newName }
    }
    default:
      return null
  }
}
