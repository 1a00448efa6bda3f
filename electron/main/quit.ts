import type { Dialog, MessageBoxOptions } from './electron.ts'

/** An event Electron lets us stop. */
export interface Preventable {
  preventDefault(): void
}

export interface QuitOptions {
  /** How many jobs would be cut short. */
  readonly runningJobs: () => number | Promise<number>
  /** Whether to go all the same. */
  readonly ask: (jobs: number) => Promise<boolean>
  /** Cancels the jobs, waits for them to have cleaned up, and ends the host. */
  readonly stop: () => Promise<void>
  /** Quits, this time for good: the events it causes are let through. */
  readonly quit: () => void
  readonly onProblem: (error: unknown) => void
}

/**
 * The way out. Closing the window and quitting are held back until jobs have been asked about, cancelled and cleaned up; then the
 * program quits by itself. No job goes on without a window: what runs is visible, or is not.
 * @returns the listener for the window's `close` and the application's `before-quit`
 */
export function createQuit({ runningJobs, ask, stop, quit, onProblem }: QuitOptions): (event: Preventable) => void {
  let state: 'open' | 'leaving' | 'left' = 'open'

  async function leave() {
    const jobs = await runningJobs()
    if (jobs > 0 && !(await ask(jobs))) {
      state = 'open'
      return
    }
    // A host that cannot end cleanly must not keep the user from leaving: leftovers are found at the next start.
    await stop().catch(onProblem)
    state = 'left'
    quit()
  }

  return (event) => {
    if (state === 'left') return
    event.preventDefault()
    if (state === 'leaving') return
    state = 'leaving'
    leave().catch((error: unknown) => {
      state = 'open'
      onProblem(error)
    })
  }
}

/** The question, with the safe answer as the default. */
export function quitQuestion(jobs: number): MessageBoxOptions {
  const what = jobs === 1 ? 'A job is' : `${jobs} jobs are`
  return {
    type: 'question',
    title: 'RBD Studio',
    message: `${what} still running`,
    detail: 'Quitting cancels what runs. No partial file and no half-changed image is left behind.',
    buttons: ['Keep working', jobs === 1 ? 'Cancel the job and quit' : 'Cancel the jobs and quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
}

/** Asks it in a native dialog. */
export async function askToQuit(dialog: Pick<Dialog, 'showMessageBox'>, jobs: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox(quitQuestion(jobs))
  return response === 1
}
