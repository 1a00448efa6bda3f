import type { Capabilities } from '../../shared/contract.ts'

/** A ticket for one upload: the bytes are sent to `url`, and are then a file at `path`. */
export interface UploadTicket {
  readonly url: string
  readonly path: string
}

/**
 * Writes a download into `write`, which resolves when more can be taken. Ends early when `signal` aborts: the reader has gone. What it throws
 * means that not all was written.
 */
export type DownloadRun = (write: (bytes: Uint8Array) => Promise<void>, signal: AbortSignal) => Promise<void>

/**
 * What a shell can do beyond the calls that every shell has. What is absent it cannot; `app.capabilities` and the calls behind it
 * follow from that.
 */
export interface ShellAbilities {
  readonly shell: Capabilities['shell']
  /** A dropped file has a path here. */
  readonly paths: boolean
  /** Native dialogs; null when the user thinks better of it. All of them or none. */
  readonly openFiles?: () => Promise<readonly string[] | null>
  readonly saveFile?: (suggestedPath: string) => Promise<string | null>
  readonly openFolder?: () => Promise<string | null>
  /** Shows a file in the system's file manager. */
  readonly reveal?: (path: string) => Promise<void>
  /**
   * Where the bytes of a download can be fetched, once: a `GET` runs `run` and answers with what it writes (`download.ticket`). `sizeBytes`
   * null: not known before.
   */
  readonly issueDownload?: (
    file: { readonly name: string; readonly sizeBytes: number | null },
    run: DownloadRun,
  ) => string
  /** Hands a file to the system's drag and drop. */
  readonly startDrag?: (path: string) => Promise<void>
  /** Shows a notification; a click on it brings the window to the front, then calls `onClick`. */
  readonly notify?: (title: string, body: string, onClick: () => void) => void
  /**
   * A ticket for one upload of so many bytes. The file's path lies under `stagingFolder`, in a folder of its own; the host removes both
   * once nobody needs them.
   */
  readonly issueTicket?: (name: string, sizeBytes: number, stagingFolder: string) => Promise<UploadTicket>
}
