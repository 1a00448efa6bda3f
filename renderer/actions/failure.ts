import type { WireError } from '../../shared/errors.ts'
import { toWire } from '../../shared/errors.ts'
import { uiStore } from '../stores/ui.ts'

/** Runs something that has no form of its own to show a failure in; a failure becomes the window's error card. */
export async function guarded(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    uiStore.setState({ error: toWire(error) })
  }
}

/** Runs something for a form: the error, or null when it worked. */
export async function attempt(work: () => Promise<unknown>): Promise<WireError | null> {
  try {
    await work()
    return null
  } catch (error) {
    return toWire(error)
  }
}
