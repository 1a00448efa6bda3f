import { isOver } from '../../shared/jobs.ts'
import { jobsStore } from '../stores/jobs.ts'
import { jobsViewStore, pointAtJob } from '../stores/jobsView.ts'
import { showSheet, uiStore } from '../stores/ui.ts'

/** Brings a job into view with its details: a live one in the strip, one that is over in the history. */
export function showJob(id: string): void {
  const job = jobsStore.getState().jobs.find((one) => one.id === id)
  if (job === undefined) return
  showSheet(null)
  if (isOver(job.state)) uiStore.setState({ isHistoryOpen: true })
  else jobsViewStore.setState({ isCollapsed: false })
  pointAtJob(id)
}
