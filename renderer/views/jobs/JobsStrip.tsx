import { ChevronDown, ChevronUp } from 'lucide-react'
import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { isOver } from '../../../shared/jobs.ts'
import { run } from '../../commands/commands.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { jobCardText as t } from '../../jobCardText.ts'
import { jobText } from '../../jobText.ts'
import { stripJobs } from '../../model/stripJobs.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { jobsViewStore } from '../../stores/jobsView.ts'
import { uiStore } from '../../stores/ui.ts'
import { JobCard } from './JobCard.tsx'
import { NotifyNotice } from './NotifyNotice.tsx'
import { useNow } from './useNow.ts'

/** The lower edge of the window: what runs and what has just ended. The page of all jobs takes its place while it is open. */
export function JobsStrip() {
  const jobs = useStore(jobsStore, (state) => state.jobs)
  const isPageOpen = useStore(uiStore, (state) => state.isHistoryOpen)
  const isCollapsed = useStore(jobsViewStore, (state) => state.isCollapsed)
  const asked = useStore(jobsViewStore, (state) => state.shown?.id)
  const old = useStore(jobsViewStore, (state) => state.old)
  const now = useNow(jobs.some((job) => !isOver(job.state)))
  if (isPageOpen) return null
  const cards = stripJobs(jobs, { old, asked, now })
  const hidden = jobs.filter((job) => !isOver(job.state)).length - cards.filter((job) => !isOver(job.state)).length
  return (
    <section className="jobs" aria-label={jobText.region} data-region="">
      <div className="jobs-head">
        <h2 className="jobs-title">{jobText.region}</h2>
        <HeadWords jobs={jobs} now={now} />
        <span className="panel-spacer" />
        {hidden > 0 ? <span className="jobs-sub">{t.more(hidden)}</span> : null}
        <NotifyNotice />
        {jobs.length === 0 ? null : (
          <>
            <Button look="quiet" isSmall onClick={() => run('jobs.history')}>
              {t.allJobs}
            </Button>
            {cards.length === 0 ? null : (
              <IconButton
                label={isCollapsed ? t.expand : t.collapse}
                aria-expanded={!isCollapsed}
                icon={isCollapsed ? <ChevronUp size={15} /> : <ChevronDown size={15} />}
                onClick={() => run('jobs.collapse')}
              />
            )}
          </>
        )}
      </div>
      {cards.length === 0 || isCollapsed ? null : (
        <ul className="job-cards">
          {cards.map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
        </ul>
      )}
    </section>
  )
}

function HeadWords({ jobs, now }: { readonly jobs: readonly Job[]; readonly now: number }) {
  const of = (...states: readonly Job['state'][]) => jobs.filter(({ state }) => states.includes(state)).length
  const words = t.head({ running: of('running', 'cancelling'), paused: of('paused'), waiting: of('queued') })
  const last = jobs.filter((job) => isOver(job.state)).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0]
  if (jobs.length === 0) return <p className="jobs-sub">{jobText.idle}</p>
  return (
    <>
      {words === '' ? null : <p className="jobs-sub jobs-counts">{words}</p>}
      {last === undefined ? null : <p className="jobs-sub jobs-last">{t.last(last, now)}</p>}
    </>
  )
}
