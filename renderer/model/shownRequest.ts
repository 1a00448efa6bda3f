import type { JobRequest } from '../../shared/jobs.ts'
import { mapInputPaths } from '../../shared/requestParts.ts'

/**
 * A request as the user may be shown it: a file that was uploaded bears the name it had, not the place the host put it for the job.
 * `names`: path to name, for uploaded files alone.
 */
export function shownRequest(request: JobRequest, names: Readonly<Record<string, string>>): JobRequest {
  return mapInputPaths(request, (path) => names[path] ?? path)
}
