import { useStore } from 'zustand'
import type { Job } from '../../../shared/job.ts'
import { Segment } from '../../components/Segment.tsx'
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
      <Segment
        label={t.kindLabel}
        value={kind}
        onChange={(one) => jobsViewStore.setState({ kind: one })}
        options={KINDS.map((one) => ({
          value: one,
          label: t.kinds[one],
          ...(one === 'all' ? {} : { count: formatCount(jobs.filter((job) => isOfKind(job, one)).length) }),
        }))}
      />
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
