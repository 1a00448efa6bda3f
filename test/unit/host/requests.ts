import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'

/** An image of the library's pool `rbd`. */
export function image(name: string): ImageRef {
  return { connection: 'library', pool: { text: 'rbd' }, namespace: '', image: { text: name } }
}

/** An export whose path says how the fake engine is to behave. */
export function exportTo(path: string): JobRequest {
  return { kind: 'export', source: { ...image('disk'), snapshot: null }, path }
}

/** An import of diffs into an image. */
export function importDiff(name: string, ...paths: readonly string[]): JobRequest {
  return { kind: 'import-diff', paths: [...paths], target: image(name), overlay: false }
}
