/** What is being done, in `rbd`'s words: the text before the percentage. */
export type ProgressTitle =
  | 'Exporting image'
  | 'Importing image'
  | 'Importing image diff'
  | 'Merging image diff'
  | 'Mending image'
  | 'Rebuilding index'
  | 'Piping image'
  | 'Replicating image'
  | 'Image flatten'
  | 'Creating snap'
  | 'Removing snap'
  | 'Removing all snapshots'
  | 'Rolling back to snapshot'
  | 'Resizing image'
  | 'Converting'
  | 'Comparing'
  | 'Making diff'
  | 'Verifying'
  | 'Writing manifests'
  | 'Folding image'
  | 'Removing image'

/** `rbd`'s progress on standard error; the same bytes whether that is a terminal or not. */
export interface ProgressText {
  /** Whether a percentage stands in the line. */
  readonly isBegun: boolean
  /** Shows a whole percentage when it is a new one. A total that is null or 0 is one not known: nothing is shown. */
  update(done: number, total: number | null): void
  /** Ends the line: all went well. */
  finish(): void
  /** Ends the line with the last percentage shown. */
  fail(): void
  /** Ends a line that was begun, and says nothing more: what one that was interrupted leaves. */
  leave(): void
}

/**
 * Makes the progress text of one command, for example
 * `\rExporting image: 50% complete...\rExporting image: 100% complete...done.\n`.
 *
 * @param write takes the text to standard error; null for `--no-progress`, which drops all of it.
 */
export function createProgressText(title: ProgressTitle, write: ((text: string) => void) | null): ProgressText {
  let last = 0
  let isBegun = false
  const line = (percent: number, end: string) => {
    isBegun = true
    write?.(`\r${title}: ${percent}% complete...${end}`)
  }
  return {
    get isBegun() {
      return isBegun
    },
    update(done, total) {
      if (total === null || total === 0) return
      const percent = Math.min(100, Math.floor((done / total) * 100))
      if (percent <= last) return
      last = percent
      line(percent, '')
    },
    finish: () => line(100, 'done.\n'),
    fail: () => line(last, 'failed.\n'),
    leave() {
      if (isBegun) write?.('\n')
    },
  }
}
