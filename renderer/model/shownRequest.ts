import type { JobRequest } from '../../shared/jobs.ts'

/**
 * A request as the user may be shown it: a file that was uploaded bears the name it had, not the place the host put it for the job.
 * `names`: path to name, for uploaded files alone.
 */
export function shownRequest(request: JobRequest, names: Readonly<Record<string, string>>): JobRequest {
  const shown = (path: string): string => names[path] ?? path
  switch (request.kind) {
    case 'import':
    case 'import-diff':
      return { ...request, paths: request.paths.map(shown) }
    case 'merge':
      return {
        ...request,
        inputs: request.inputs.map((input) => (input.kind === 'file' ? { ...input, path: shown(input.path) } : input)),
      }
    case 'export':
    case 'export-diff':
    case 'pipe':
      return request
  }
}
