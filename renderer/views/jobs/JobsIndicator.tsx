import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { run } from '../../commands/commands.ts'
import { jobCardText } from '../../jobCardText.ts'
import { activeJobs, jobsStore } from '../../stores/jobs.ts'
import { jobTracksStore } from '../../stores/jobTracks.ts'

const t = jobCardText.indicator
const RADIUS = 6
const ROUND = 2 * Math.PI * RADIUS

/** How much runs, and how far all of it is: in the title bar as a ring, and in the window's own title. */
export function JobsIndicator() {
  const jobs = useStore(jobsStore, (state) => state.moving)
  const active = activeJobs(jobs)
  const place = useStore(jobTracksStore, ({ tracks }) => meanPlace(active.map(({ id }) => tracks[id]?.place ?? null)))
  const isBusy = active.length > 0
  const percent = !isBusy || place === null ? null : Math.min(99, Math.floor(place * 100))
  useEffect(() => {
    document.title = percent === null ? t.idleTitle : t.title(percent)
  }, [percent])
  return (
    <button type="button" className="jobs-indicator" title={t.open} onClick={() => run('jobs.history')}>
      {isBusy ? <Ring place={place} /> : null}
      <span className="jobs-count">{isBusy ? t.busy(active.length, longest(active), place) : t.none}</span>
    </button>
  )
}

/** The mean of what is known; null where nothing is. Rounded, so that the title bar is not drawn anew ten times a second. */
function meanPlace(places: readonly (number | null)[]): number | null {
  const known = places.filter((place) => place !== null)
  if (known.length === 0) return null
  return Math.round((known.reduce((sum, place) => sum + place, 0) / known.length) * 200) / 200
}

/** Seconds until the last of them is done; null where one cannot tell. */
function longest(jobs: readonly Job[]): number | null {
  const etas = jobs.map(({ progress }) => progress?.etaSeconds ?? null)
  return etas.some((eta) => eta === null) ? null : Math.max(...etas.map((eta) => eta ?? 0))
}

function Ring({ place }: { readonly place: number | null }) {
  return (
    <svg className="jobs-ring" width={16} height={16} viewBox="0 0 16 16" aria-hidden="true">
      <circle className="ring-ground" cx={8} cy={8} r={RADIUS} />
      <circle
        className="ring-share"
        cx={8}
        cy={8}
        r={RADIUS}
        strokeDasharray={`${(place ?? 0.25) * ROUND} ${ROUND}`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  )
}
