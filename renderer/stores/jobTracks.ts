import { createStore } from 'zustand/vanilla'
import type { JobTrack } from '../model/jobTrack.ts'

export interface JobTracksStore {
  /** By the job's id; a job that was never heard of has none. */
  readonly tracks: Readonly<Record<string, JobTrack>>
}

/** What the window remembers of the ways of jobs: samples of their progress, and how far they ever were. */
export const jobTracksStore = createStore<JobTracksStore>(() => ({ tracks: {} }))

/** How far a job is, from 0 to 1; null where that is not known. */
export function placeOfJob(id: string): number | null {
  return jobTracksStore.getState().tracks[id]?.place ?? null
}
