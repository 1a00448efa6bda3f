import { createStore } from 'zustand/vanilla'
import type { HistoryKind } from '../model/historyFilter.ts'

export interface JobsViewStore {
  /** Whether the strip shows its header alone. */
  readonly isCollapsed: boolean
  /** The jobs whose details are open. */
  readonly opened: ReadonlySet<string>
  /** Jobs that were over when the window was opened: they are history, not news. */
  readonly old: ReadonlySet<string>
  readonly kind: HistoryKind
  /** Words the history is filtered by. */
  readonly text: string
  /** A job that was asked for from outside: it is scrolled to and takes the focus. The number makes asking twice two askings. */
  readonly shown: { readonly id: string; readonly count: number } | null
}

/** How the strip of jobs and the history are looked at. */
export const jobsViewStore = createStore<JobsViewStore>(() => ({
  isCollapsed: false,
  opened: new Set(),
  old: new Set(),
  kind: 'all',
  text: '',
  shown: null,
}))

/** Opens a job's details, or closes them. */
export function toggleDetails(id: string): void {
  jobsViewStore.setState(({ opened }) => {
    const next = new Set(opened)
    if (!next.delete(id)) next.add(id)
    return { opened: next }
  })
}

/** Opens a job's details and asks for it to be brought into view. */
export function pointAtJob(id: string): void {
  jobsViewStore.setState(({ opened, shown }) => ({
    opened: new Set([...opened, id]),
    shown: { id, count: (shown?.count ?? 0) + 1 },
    kind: 'all',
    text: '',
  }))
}
