/** A signal that never aborts: for calls whose cancelling is not what a test is about. */
export const neverAborted = new AbortController().signal
