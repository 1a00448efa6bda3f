import type { JobRequest } from '../../shared/jobs.ts'
import { inputPathsOf } from '../../shared/requestParts.ts'

/** What `-` is on the command line: standard input, or standard output. */
export const STANDARD_STREAM = '-'

/** Which of the process's own streams a request speaks of. */
export function standardStreamsOf(request: JobRequest): { readonly reads: boolean; readonly writes: boolean } {
  return {
    reads: inputPathsOf(request).includes(STANDARD_STREAM),
    writes: 'path' in request && request.path === STANDARD_STREAM,
  }
}
