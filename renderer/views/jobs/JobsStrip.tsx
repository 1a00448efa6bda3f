import { ChevronDown, ChevronUp } from 'lucide-react'
import { useStore } from 'zustand'
import { isOver } from '../../../shared/jobs.ts'
import { guarded } from '../../actions/failure.ts'
import { forgetFinished } from '../../actions/jobs.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { jobText } from '../../jobText.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { uiStore } from '../../stores/ui.ts'
import { JobCard } from './JobCard.tsx'
import { JobRow } from './JobRow.tsx'

/** How many cards stand side by side while the history is closed. */
const MAX_CARDS = 3

/** The lower edge of the window: what runs, what has just ended, and on demand everything before. */
export function JobsStrip() {
  const jobs = useStore(jobsStore, (state) => state.jobs)
  const isOpen = useStore(uiStore, (state) => state.isHistoryOpen)
  const active = jobs.filter((job) => !isOver(job.state))
  const over = jobs.filter((job) => isOver(job.state))
  const last = over[0]
  // A failure stays in sight until somebody has looked at it; else the newest outcome stands where the job ran.
  const failed = over.filter((job) => job.state === 'failed' || job.state === 'interrupted')
  const cards = [...active, ...(isOpen ? [] : [...new Set([...failed.slice(0, 1), ...over.slice(0, 1)])])].slice(
    0,
    isOpen ? undefined : MAX_CARDS,
  )
  return (
    <section className={isOpen ? 'jobs is-open' : 'jobs'} aria-label={jobText.region} data-region="">
      <div className="jobs-head">
        <h2 className="jobs-title">{jobText.region}</h2>
        <p className="jobs-sub">
          {active.length > 0 ? jobText.running(active.length) : last === undefined ? jobText.idle : ''}
        </p>
        <span className="panel-spacer" />
        {over.length > 0 && isOpen ? (
          <Button look="quiet" isSmall onClick={() => void guarded(forgetFinished)}>
            {jobText.forgetAll}
          </Button>
        ) : null}
        {jobs.length === 0 ? null : (
          <Button
            look="quiet"
            isSmall
            aria-expanded={isOpen}
            icon={isOpen ? <ChevronDown size={14} aria-hidden /> : <ChevronUp size={14} aria-hidden />}
            onClick={() => run('jobs.history')}
          >
            {isOpen ? jobText.hideHistory : `${jobText.showHistory} (${over.length})`}
          </Button>
        )}
      </div>
      {cards.length === 0 ? null : (
        <ul className="job-cards">
          {cards.map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
        </ul>
      )}
      {isOpen && over.length > 0 ? (
        <ul className="job-history" aria-label={jobText.history}>
          {over.slice(0, 200).map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      ) : null}
    </section>
  )
}
