import { useStore } from 'zustand'
import type { JobTrack } from '../../model/jobTrack.ts'
import { jobTracksStore } from '../../stores/jobTracks.ts'

/** What the window remembers of a job's way; undefined: it was never heard of. */
export function useJobTrack(id: string): JobTrack | undefined {
  return useStore(jobTracksStore, ({ tracks }) => tracks[id])
}
