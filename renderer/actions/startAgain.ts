import type { JobRequest } from '../../shared/jobs.ts'
import { downloadName } from '../jobText.ts'
import { downloadResult } from './download.ts'
import { startJob } from './jobs.ts'

/** Starts the same job anew; what was a download becomes one again. @throws AppError what the checks found before anything was done */
export async function startAgain(request: JobRequest): Promise<void> {
  const name = downloadName(request)
  if (name === null) await startJob(request)
  else await downloadResult(request, name)
}
