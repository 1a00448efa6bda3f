import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameKey } from '../../../shared/names.ts'
import { inputPathsOf } from '../../../shared/requestParts.ts'

/** The image a job writes; null when it writes none. */
export function targetOf(request: JobRequest): ImageRef | null {
  return 'target' in request ? request.target : null
}

/** The image of which a job may have made something else known: the one it changes, or verifies. */
export function concernedImage(request: JobRequest): ImageRef | null {
  if (request.kind === 'verify') return request.what.kind === 'image' ? request.what.image : null
  return targetOf(request)
}

/** A key that is equal for equal images and only for them. */
export function imageKey(image: ImageRef): string {
  return JSON.stringify([image.connection, nameKey(image.pool), image.namespace, nameKey(image.image)])
}

/** Whether a job, when it ends well, makes an image that was not there, or not under its name. */
export function makesImage(request: JobRequest): boolean {
  if (request.kind === 'mend') return request.index !== undefined
  return request.kind === 'import' || request.kind === 'replicate' || (request.kind === 'pipe' && request.create)
}

/**
 * Holds a request to what its schema cannot say: that every path is absolute, so that it means the same in every process.
 *
 * @throws AppError E_CONTRACT_BAD_INPUT
 */
export function checkPaths(request: JobRequest): void {
  const paths = [...inputPathsOf(request), ...('path' in request ? [request.path] : [])]
  const relative = paths.find((candidate) => !path.isAbsolute(candidate))
  if (relative === undefined) return
  throw new AppError('E_CONTRACT_BAD_INPUT', `'${relative}' is no absolute path`, { detail: { path: relative } })
}
