import { z } from 'zod'
import { FileInspection } from './inspection.ts'
import { Name } from './names.ts'

const Count = z.number().int().nonnegative()
/** Milliseconds since 1970 in UTC. */
const Time = z.number().nonnegative()

/** A file in its place in a folder that was adopted. `from`, `to`: its ends; null is nothing, or the head. */
export const AdoptedStep = z.strictObject({
  file: FileInspection,
  /** What is missing right before it; null: nothing is. */
  gap: z.strictObject({ after: Name.nullable(), before: Name, sentence: z.string() }).nullable(),
})

/** Files that follow each other, read from their headers. `usable`: how many of the first steps stand without a gap. */
export const AdoptedChain = z.strictObject({
  /** What the file names have in common. */
  called: z.string(),
  steps: z.array(AdoptedStep),
  usable: Count,
})
export type AdoptedChain = z.infer<typeof AdoptedChain>

/** A folder of somebody's export files: read, sorted, and never changed. */
export const AdoptedFolder = z.strictObject({
  id: z.string(),
  path: z.string(),
  addedAt: Time,
})
export type AdoptedFolder = z.infer<typeof AdoptedFolder>

export const FolderScan = z.strictObject({
  path: z.string(),
  chains: z.array(AdoptedChain),
  /** Files in no chain, each with the reason; a fork names the file that took its place. */
  leftovers: z.array(z.strictObject({ file: FileInspection, reason: z.string() })),
  /** Files that are no exports of any kind. */
  otherFiles: Count,
})
export type FolderScan = z.infer<typeof FolderScan>
