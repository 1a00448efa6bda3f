import { z } from 'zod'
import { Name } from './names.ts'

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const Count = z.number().int().nonnegative()

/**
 * One thing that was found of a lost index, or could not be. `proven`: by digests or a hash; `likely`: a file says so; `assumed`: nothing does;
 * `unknown`: no file ever says; `left-out`: a file that fits nowhere, and why.
 */
export const LostFinding = z.strictObject({
  what: z.string(),
  found: z.string(),
  proof: z.enum(['proven', 'likely', 'assumed', 'unknown', 'left-out']),
  why: z.string(),
})
export type LostFinding = z.infer<typeof LostFinding>

/**
 * The index that an image whose own is lost could get, worked out from its link files and their manifests. Nothing of it is written before somebody
 * agrees to it. Findings are cut at a thousand; their count is not.
 */
export const LostIndex = z.strictObject({
  /** The image's name as the index would have it, and how that is known. */
  name: Name,
  nameProof: LostFinding.shape.proof,
  folder: z.string(),
  loss: z.enum(['missing', 'unreadable']),
  /** Stands for this very proposal: what is agreed to is what is written. */
  agreement: z.string(),
  /** None: nothing can be rebuilt. */
  linkCount: Count,
  snapshotCount: Count,
  /** Of the image at its head. */
  sizeBytes: Bytes,
  storedBytes: Bytes,
  /** Files of the chain that are missing or not what their manifests say. */
  troubledCount: Count,
  leftOutCount: Count,
  findings: z.array(LostFinding).max(1000),
  findingCount: Count,
})
export type LostIndex = z.infer<typeof LostIndex>
