import type { JobRequest } from '../../shared/jobs.ts'

/** What `-` is on the command line: standard input, or standard output. */
export const STANDARD_STREAM = '-'

/** Which of the process's own streams a request speaks of. */
export function standardStreamsOf(request: JobRequest): { readonly reads: boolean; readonly writes: boolean } {
  switch (request.kind) {
    case 'export':
    case 'export-diff':
      return { reads: false, writes: request.path === STANDARD_STREAM }
    case 'import':
    case 'import-diff':
      return { reads: request.paths.includes(STANDARD_STREAM), writes: false }
    case 'merge': {
      const reads = request.inputs.some((input) => input.kind === 'file' && input.path === STANDARD_STREAM)
      return { reads, writes: request.path === STANDARD_STREAM }
    }
    case 'pipe':
      return { reads: false, writes: false }
  }
}
