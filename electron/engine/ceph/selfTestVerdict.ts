/** What a check of the self-test came to. */
export interface Verdict {
  readonly state: 'ok' | 'warning' | 'failed'
  readonly sentence: string
  /** What to do, where it is not `ok`. */
  readonly remedy: string | null
}

/** A check that passed. */
export function ok(sentence: string): Verdict {
  return { state: 'ok', sentence, remedy: null }
}

/** A check that passed, with something to know. */
export function warning(sentence: string, remedy: string): Verdict {
  return { state: 'warning', sentence, remedy }
}

/** A check after which no other makes sense. */
export function failed(sentence: string, remedy: string): Verdict {
  return { state: 'failed', sentence, remedy }
}
