import type { JobLog } from '../../shared/job.ts'
import type { Estimate } from '../../shared/estimate.ts'
import type { JobRequest } from '../../shared/jobs.ts'
import { isOver } from '../../shared/jobs.ts'
import { call } from '../api.ts'
import { jobsStore } from '../stores/jobs.ts'

/** Starts a job. @throws AppError what the checks found before anything was done */
export async function startJob(request: JobRequest): Promise<string> {
  return (await call('job.start', request)).id
}

/** What a job would do, from headers only. @throws AppError */
export function estimateJob(request: JobRequest, options: { readonly signal: AbortSignal }): Promise<Estimate> {
  return call('job.estimate', request, options)
}

/** Asks a job to stop; it answers by changing its state. @throws AppError E_JOB_STATE when it was over already */
export async function cancelJob(id: string): Promise<void> {
  await call('job.cancel', { id })
}

/** Holds a running job where it stands. @throws AppError E_JOB_STATE when it does not run, E_UNSUPPORTED where it cannot be held */
export async function pauseJob(id: string): Promise<void> {
  await call('job.pause', { id })
}

/** Lets a paused job go on. @throws AppError E_JOB_STATE when it is not paused */
export async function resumeJob(id: string): Promise<void> {
  await call('job.resume', { id })
}

/** What a job did, line by line, and how fast it went. @throws AppError E_JOB_NOT_FOUND */
export function readLog(id: string): Promise<JobLog> {
  return call('job.log', { id })
}

/** Takes a job that is over out of the list. What it wrote stays. @throws AppError */
export async function forgetJob(id: string): Promise<void> {
  await call('job.forget', { id })
}

/** Takes every job that is over out of the list. @throws AppError */
export async function forgetFinished(): Promise<void> {
  const over = jobsStore.getState().jobs.filter((job) => isOver(job.state))
  await Promise.all(over.map(({ id }) => forgetJob(id)))
}

/** Shows a file where it lies, where the shell can. @throws AppError E_UNSUPPORTED, E_FILE_NOT_FOUND */
export async function revealFile(path: string): Promise<void> {
  await call('file.reveal', { path })
}
