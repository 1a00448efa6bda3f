import type { JobRequest } from '../../shared/jobs.ts'
import { call } from '../api.ts'

/**
 * Starts a job whose file goes to the page as a download: the browser asks where to, or knows. The job shows among the others, and a failure breaks the
 * download off.
 *
 * @throws AppError what the checks found before anything was done; E_UNSUPPORTED where the shell has no downloads
 */
export async function downloadResult(request: JobRequest, name: string): Promise<void> {
  const { url } = await call('download.ticket', { request, name })
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}
