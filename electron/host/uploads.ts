import { stat } from 'node:fs/promises'
import type { Job } from '../../shared/job.ts'
import { inputPathsOf } from '../../shared/requestParts.ts'
import type { Staging } from './staging.ts'

/** What the uploads of failed jobs may take together; beyond it those of the oldest go. */
const KEPT_BYTES = 32 * 1024 * 1024 * 1024

/** Decides how long uploads stay: until the job that reads them has gone well, or, if it failed, until it is forgotten. */
export interface Uploads {
  /** A job is over. `live`: those that are not, and may read the same files. */
  jobOver(job: Job, live: readonly Job[]): Promise<void>
  /** A job is to be shown no more. */
  jobForgotten(id: string, live: readonly Job[]): Promise<void>
}

interface Kept {
  readonly id: string
  readonly files: readonly string[]
  /** 0 until it was looked at. */
  bytes: number
}

async function sizeOf(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Keeps the uploads of failed jobs in a staging area, `maxBytes` of them at most. */
export function keepUploads(staging: Pick<Staging, 'contains' | 'remove'>, maxBytes = KEPT_BYTES): Uploads {
  // The oldest first.
  let kept: readonly Kept[] = []

  async function removeUnneeded(files: readonly string[], live: readonly Job[]): Promise<void> {
    const needed = new Set([
      ...live.flatMap(({ request }) => inputPathsOf(request)),
      ...kept.flatMap((one) => one.files),
    ])
    for (const file of files) if (!needed.has(file)) await staging.remove(file)
  }

  return {
    async jobOver(job, live) {
      const files = inputPathsOf(job.request).filter((file) => staging.contains(file))
      if (files.length === 0) return
      if (job.state !== 'failed') {
        // What went well on a second try is needed for no third.
        if (job.state === 'done') kept = kept.filter((one) => !one.files.some((file) => files.includes(file)))
        await removeUnneeded(files, live)
        return
      }
      // Written down before anything is waited for: another job may be forgotten meanwhile.
      const mine: Kept = { id: job.id, files, bytes: 0 }
      kept = [...kept, mine]
      mine.bytes = await sizeOf(files)
      while (kept.reduce((sum, { bytes }) => sum + bytes, 0) > maxBytes) {
        const [oldest, ...others] = kept
        kept = others
        await removeUnneeded(oldest?.files ?? [], live)
      }
    },
    async jobForgotten(id, live) {
      const files = kept.filter((one) => one.id === id).flatMap((one) => one.files)
      kept = kept.filter((one) => one.id !== id)
      await removeUnneeded(files, live)
    },
  }
}
