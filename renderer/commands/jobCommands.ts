import { guarded } from '../actions/failure.ts'
import { cancelJob, forgetFinished, pauseJob, resumeJob } from '../actions/jobs.ts'
import { isOver } from '../../shared/jobs.ts'
import { jobsStore } from '../stores/jobs.ts'
import { jobsViewStore } from '../stores/jobsView.ts'
import { uiStore } from '../stores/ui.ts'
import { make } from './make.ts'
import type { Command } from './registry.ts'

const jobs = () => jobsStore.getState().jobs
const running = () => jobs().filter(({ state }) => state === 'running')
const paused = () => jobs().filter(({ state }) => state === 'paused')
const cancellable = () => jobs().filter(({ state }) => state === 'queued' || state === 'running' || state === 'paused')

/** What can be done with jobs, whichever way. */
export const jobCommands: readonly Command[] = [
  make('jobs.history', 'Jobs', 'Show or hide all jobs and the history', toggleHistory, { shortcuts: ['j'] }),
  make('jobs.collapse', 'Jobs', 'Show or hide the cards of the jobs', toggleCards),
  make('jobs.pauseAll', 'Jobs', 'Pause all jobs', () => void guarded(() => each(running(), pauseJob)), {
    when: () => running().length > 0,
  }),
  make('jobs.resumeAll', 'Jobs', 'Resume all jobs', () => void guarded(() => each(paused(), resumeJob)), {
    when: () => paused().length > 0,
  }),
  make('jobs.cancelAll', 'Jobs', 'Cancel all jobs', () => void guarded(() => each(cancellable(), cancelJob)), {
    when: () => cancellable().length > 0,
  }),
  make('jobs.forgetFinished', 'Jobs', 'Forget finished jobs', () => void guarded(forgetFinished), {
    when: () => jobs().some((job) => isOver(job.state)),
  }),
]

async function each(some: ReturnType<typeof jobs>, act: (id: string) => Promise<void>): Promise<void> {
  await Promise.all(some.map(({ id }) => act(id)))
}

function toggleHistory(): void {
  uiStore.setState(({ isHistoryOpen }) => ({ isHistoryOpen: !isHistoryOpen }))
}

function toggleCards(): void {
  jobsViewStore.setState(({ isCollapsed }) => ({ isCollapsed: !isCollapsed }))
}
