import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { Job } from '../../../shared/contract.ts'
import { jobCardText } from '../../jobCardText.ts'
import { jobWords } from '../../jobFacts.ts'
import { jobText } from '../../jobText.ts'
import { filteredJobs } from '../../model/historyFilter.ts'
import { jobsViewStore } from '../../stores/jobsView.ts'
import { HistoryRow } from './HistoryRow.tsx'

const ROW_HEIGHT = 33
const t = jobCardText.page

const wordsOf = (job: Job): string =>
  [jobText.title(job.request), jobWords(job.request), jobText.outcome(job), job.error?.code ?? ''].join(' ')

/** The jobs that are over, newest first; only the rows in view are drawn. */
export function HistoryList({ jobs }: { readonly jobs: readonly Job[] }) {
  const { kind, text, shown } = useStore(jobsViewStore)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => filteredJobs(jobs, { kind, text }, wordsOf), [jobs, kind, text])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  })
  useEffect(() => {
    const index = rows.findIndex(({ id }) => id === shown?.id)
    if (shown !== null && index >= 0) virtual.scrollToIndex(index, { align: 'center' })
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
        <ul className="history-rows" aria-label={jobText.history} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const job = rows[item.index]
            return job === undefined ? null : (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="history-item"
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <HistoryRow job={job} />
              </li>
            )
          })}
        </ul>
      </div>
    </>
  )
}
