import { useStore } from 'zustand'
import type { Job } from '../../../shared/contract.ts'
import { jobCardText } from '../../jobCardText.ts'
import type { HistoryKind } from '../../model/historyFilter.ts'
import { isOfKind } from '../../model/historyFilter.ts'
import { jobsViewStore } from '../../stores/jobsView.ts'
import { formatCount } from '../../strings.ts'

const t = jobCardText.page
const KINDS: readonly HistoryKind[] = ['all', 'running', 'stopped', 'finished']

/** Which jobs are listed: by how they stand, and by words. */
export function HistoryFilter({ jobs }: { readonly jobs: readonly Job[] }) {
  const { kind, text } = useStore(jobsViewStore)
  return (
    <>
      <div className="segment-buttons" role="group" aria-label={t.kindLabel}>
        {KINDS.map((one) => (
          <button
            key={one}
            type="button"
            className="segment-button"
            aria-pressed={one === kind}
            onClick={() => jobsViewStore.setState({ kind: one })}
          >
            {t.kinds[one]}
            {one === 'all' ? null : (
              <span className="segment-count"> {formatCount(jobs.filter((job) => isOfKind(job, one)).length)}</span>
            )}
          </button>
        ))}
      </div>
      <input
        type="search"
        className="input history-search"
        aria-label={t.search}
        placeholder={t.search}
        value={text}
        onChange={(event) => jobsViewStore.setState({ text: event.currentTarget.value })}
      />
    </>
  )
}
