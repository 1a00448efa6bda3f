import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { isOver } from '../../../shared/jobs.ts'
import { run } from '../../commands/commands.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { jobCardText } from '../../jobCardText.ts'
import { jobText } from '../../jobText.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { jobsViewStore } from '../../stores/jobsView.ts'
import { selectionStore } from '../../stores/selection.ts'
import { uiStore } from '../../stores/ui.ts'
import { HistoryFilter } from './HistoryFilter.tsx'
import { HistoryList } from './HistoryList.tsx'
import { JobCard } from './JobCard.tsx'

const t = jobCardText.page

/** All jobs: what runs, with its cards, and everything that has ended, of this run and those before. */
export function JobsPage() {
  const jobs = useStore(jobsStore, (state) => state.jobs)
  const kind = useStore(jobsViewStore, (state) => state.kind)
  const live = jobs.filter((job) => !isOver(job.state)).reverse()
  // Whoever chooses something in the sidebar wants to see it.
  useEffect(() => selectionStore.subscribe(() => uiStore.setState({ isHistoryOpen: false })), [])
  const showsLive = kind === 'all' || kind === 'running'
  return (
    <main
      id="page"
      className="jobs-page"
      aria-label={t.title}
      data-region=""
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) run('jobs.history')
      }}
    >
      <header className="jobs-page-head">
        <h1 className="jobs-page-title">{t.title}</h1>
        <HistoryFilter jobs={jobs} />
        <span className="panel-spacer" />
        <Button isSmall disabled={live.length === jobs.length} onClick={() => run('jobs.forgetFinished')}>
          {jobText.forgetAll}
        </Button>
        <IconButton label={jobCardText.closeAll} icon={<X size={16} />} onClick={() => run('jobs.history')} />
      </header>
      {showsLive && live.length > 0 ? (
        <section className="jobs-live" aria-label={jobText.region}>
          <ul className="job-cards is-stacked">
            {live.map((job) => (
              <JobCard key={job.id} job={job} />
            ))}
          </ul>
        </section>
      ) : null}
      <section className="history" aria-label={jobText.history}>
        <HistoryList jobs={jobs.filter((job) => isOver(job.state))} />
      </section>
    </main>
  )
}
