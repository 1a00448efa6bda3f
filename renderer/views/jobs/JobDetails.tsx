import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { equivalentOf } from '../../../shared/equivalent.ts'
import { isOver } from '../../../shared/jobs.ts'
import { formatBytes, formatRate } from '../../../shared/units.ts'
import { CommandBox } from '../../components/CommandBox.tsx'
import type { Fact } from '../../components/Facts.tsx'
import { Facts } from '../../components/Facts.tsx'
import { jobCardText as t } from '../../jobCardText.ts'
import { askedOf } from '../../jobFacts.ts'
import { movedBytes, timeLeftOf } from '../../model/jobState.ts'
import type { JobTrack } from '../../model/jobTrack.ts'
import { shownRequest } from '../../model/shownRequest.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { formatTime } from '../../strings.ts'
import { JobChart } from './JobChart.tsx'
import { JobLogLines } from './JobLogLines.tsx'
import { JobQueues } from './JobQueues.tsx'
import { useJobLog } from './useJobLog.ts'
import { useJobTrack } from './useJobTrack.ts'
import { useNow } from './useNow.ts'

/** How often the log of a running job is read anew while it is looked at. */
const LOG_MS = 3000

/** All there is to know of a job: its throughput, its queues, its log, what was asked and the command that asks the same. */
export function JobDetails({ job }: { readonly job: Job }) {
  const isLive = !isOver(job.state)
  const now = useNow(isLive)
  const log = useJobLog(job.id, isLive ? `${job.state} ${Math.floor(now / LOG_MS)}` : job.state)
  const track = useJobTrack(job.id)
  const uploadedNames = useStore(inspectorStore, (state) => state.uploadedNames)
  const shown = shownRequest(job.request, uploadedNames)
  const logged = log?.samples ?? []
  // What the window has heard itself is newer; what the log has goes further back.
  const samples = isLive && (track?.life.length ?? 0) > logged.length ? (track?.life ?? []) : logged
  return (
    <div className="job-details">
      <div className="detail-row">
        <JobChart samples={samples} />
        {isLive && job.progress?.queues !== undefined ? <JobQueues queues={job.progress.queues} /> : null}
        <Facts facts={factsOf(job, { now, track })} />
      </div>
      <div className="detail-row is-halves">
        <section>
          <h4 className="detail-title">{t.asked}</h4>
          <dl className="asked">
            {askedOf(shown).map(({ label, value, isPath }) => (
              <div key={`${label} ${value}`}>
                <dt>{label}</dt>
                <dd className={isPath === true ? 'is-path' : ''}>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
        <CommandBox equivalent={equivalentOf(shown)} request={shown} />
      </div>
      <section>
        <h4 className="detail-title">{t.log}</h4>
        {log === null ? <p className="detail-empty">{t.loading}</p> : <JobLogLines lines={log.lines} label={t.log} />}
      </section>
    </div>
  )
}

function factsOf(
  job: Job,
  { now, track }: { readonly now: number; readonly track: JobTrack | undefined },
): readonly (Fact | null)[] {
  const { progress, report, startedAt, endedAt } = job
  const began: Fact | null = startedAt === null ? null : [t.facts.started, formatTime(startedAt)]
  if (report === null || endedAt === null || startedAt === null) {
    const left = t.left(timeLeftOf(job, now, track?.heardAt ?? null))
    const place = track?.place ?? null
    return [
      place === null ? null : [t.facts.whole, `${Math.min(99, Math.floor(place * 100))} %`],
      left === '' ? null : [t.facts.left, left],
      progress?.skippedBytes === undefined ? null : [t.facts.skipped, formatBytes(progress.skippedBytes)],
      began,
      endedAt === null || startedAt === null ? null : [t.facts.took, t.took((endedAt - startedAt) / 1000)],
    ]
  }
  const seconds = (endedAt - startedAt) / 1000
  return [
    began,
    [t.facts.took, t.took(seconds)],
    [t.facts.moved, formatBytes(movedBytes(report))],
    [t.facts.written, formatBytes(report.writtenBytes)],
    seconds < 1 ? null : [t.facts.average, formatRate(movedBytes(report) / seconds)],
    progress?.skippedBytes === undefined ? null : [t.facts.skipped, formatBytes(progress.skippedBytes)],
    report.digest === undefined ? null : [t.facts.digest, report.digest],
  ]
}
