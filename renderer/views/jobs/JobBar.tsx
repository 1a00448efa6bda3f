import type { Job } from '../../../shared/job.ts'
import { SegmentBar } from '../../components/SegmentBar.tsx'
import { barPhase, jobCardText } from '../../jobCardText.ts'
import { jobText } from '../../jobText.ts'
import type { Segment } from '../../model/jobPhases.ts'
import { layoutOf, segmentsOf } from '../../model/jobPhases.ts'
import type { TimeLeft } from '../../model/jobState.ts'
import { useJobTrack } from './useJobTrack.ts'

interface JobBarProps {
  readonly job: Job
  readonly time: TimeLeft
  /** Whether the phases stand under it by their names. */
  readonly isNamed?: boolean
}

/** How far a job is: each of its phases has a part of the bar, and the last is full only when the output is whole. */
export function JobBar({ job, time, isNamed = false }: JobBarProps) {
  const track = useJobTrack(job.id)
  const place = job.state === 'done' ? 1 : (track?.place ?? null)
  const segments = segmentsOf(layoutOf(job.request, track?.seen), place, job.progress?.phase ?? null)
  const isKnown = job.progress === null || job.progress.totalBytes !== null || job.progress.phase === 'reading'
  return (
    <div className="job-bar">
      <SegmentBar
        label={jobText.progress(job.request)}
        parts={segments.map((segment) => ({ ...segment, key: segment.phase }))}
        share={isKnown ? (place ?? 0) : null}
        valueText={jobCardText.value(job, time)}
        isActive={job.state === 'running'}
      />
      {isNamed ? (
        <div className="phase-names" aria-hidden="true">
          {segments.map((segment) => (
            <SegmentName key={segment.phase} job={job} segment={segment} />
          ))}
        </div>
      ) : null}
    </div>
  )
}

function SegmentName({ job, segment }: { readonly job: Job; readonly segment: Segment }) {
  const isHere = segment.phase === barPhase(job.progress?.phase)
  return (
    <span className={`phase-name is-${segment.state}`} style={{ flexGrow: segment.share }}>
      <strong>{jobCardText.segment(job.request, segment.phase)}</strong>
      {isHere && segment.phase !== 'reading' ? <span> {jobText.amount(job)}</span> : null}
    </span>
  )
}
