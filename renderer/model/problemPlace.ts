import type { ImageDetails } from '../../shared/contract.ts'
import type { ImageRef } from '../../shared/imageSpec.ts'
import type { JobRequest, VerifyProblem } from '../../shared/jobs.ts'
import type { PointKey } from '../stores/selection.ts'
import { historyOf } from './points.ts'

/** The image whose files a job verified; null where it was files of another place. */
export function verifiedImage(request: JobRequest): ImageRef | null {
  return request.kind === 'verify' && request.what.kind === 'image' ? request.what.image : null
}

const lastPart = (path: string) => path.split(/[\\/]/).at(-1) ?? path

/** The first point of an image that needs the file a problem is in; null where the file is none of its links any more. */
export function pointOfProblem(details: ImageDetails, problem: VerifyProblem): PointKey | null {
  const link = details.links.find(({ path, file }) => path === problem.path || file === lastPart(problem.path))
  if (link === undefined) return null
  return historyOf(details).points.find(({ afterLink }) => afterLink >= link.number)?.key ?? null
}
