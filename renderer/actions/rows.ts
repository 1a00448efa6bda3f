import type { JobRequest } from '../../shared/jobs.ts'
import { closeUsedFiles } from './files.ts'
import { startJob } from './jobs.ts'

/**
 * Starts jobs that follow each other on one image. Each waits for the one before, since both write it, also when the window is closed meanwhile; one that
 * fails leaves those behind it nothing to stand on, and their own checks stop them.
 *
 * @throws AppError
 */
export async function startInOrder(requests: readonly JobRequest[]): Promise<void> {
  for (const request of requests) {
    await startJob(request)
    closeUsedFiles(request)
  }
}
