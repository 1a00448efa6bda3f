import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { jobsStore } from '../../stores/jobs.ts'

/** A job with its newest progress. */
export function useMoving(job: Job): Job {
  return useStore(jobsStore, ({ moving }) => moving.find(({ id }) => id === job.id)) ?? job
}
