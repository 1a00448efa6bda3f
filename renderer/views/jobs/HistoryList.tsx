import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { jobCardText } from '../../jobCardText.ts'
import { jobWords } from '../../jobFacts.ts'
import { jobText } from '../../jobText.ts'
import { filteredJobs } from '../../model/historyFilter.ts'
import { jobsViewStore } from '../../stores/jobsView.ts'
import { HistoryRow } from './HistoryRow.tsx'

const t = jobCardText.page

const wordsOf = (job: Job): string =>
  [jobText.title(job.request), jobWords(job.request), jobText.outcome(job), job.error?.code ?? ''].join(' ')

/** The jobs that are over, newest first; the browser lays out only the rows in view. */
export function HistoryList({ jobs }: { readonly jobs: readonly Job[] }) {
  const { kind, text, shown } = useStore(jobsViewStore)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => filteredJobs(jobs, { kind, text }, wordsOf), [jobs, kind, text])
  useEffect(() => {
    if (shown === null) return
    const row = scroller.current?.querySelector(`[data-job="${CSS.escape(shown.id)}"]`)
    row?.scrollIntoView({ block: 'center' })
    // Only when it is asked for: not whenever the list changes.
  }, [shown])
  if (jobs.length === 0) {
    return (
      <div className="history-empty">
        <p className="history-empty-title">{t.none}</p>
        <p>{t.noneBody}</p>
      </div>
    )
  }
  return (
    <>
      <div className="history-head" aria-hidden="true">
        <span className="history-when">{t.when}</span>
        <span className="history-job">{t.job}</span>
        <span className="history-result">{t.result}</span>
        <span className="history-number">{t.moved}</span>
        <span className="history-number">{t.took}</span>
        <span className="history-number is-rate">{t.rate}</span>
        <span className="history-buttons">{t.shown(rows.length, jobs.length)}</span>
      </div>
      {rows.length === 0 ? <p className="history-empty">{t.noMatch}</p> : null}
      <div className="history-scroll" ref={scroller}>
        <ul className="history-rows" aria-label={jobText.history}>
          {rows.map((job) => (
            <li key={job.id} className="history-item" data-job={job.id}>
              <HistoryRow job={job} />
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
