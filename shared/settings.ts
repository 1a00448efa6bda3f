import { z } from 'zod'
import { Connection } from './connections.ts'

/** What the user has set, for all windows and shells. */
export const Settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** `more`: as if the system asked for more contrast. */
  contrast: z.enum(['system', 'more']),
  /** `reduced`: nothing moves that need not. */
  motion: z.enum(['system', 'reduced']),
  /** Whether keys without Ctrl or Command run commands; somebody who speaks to the computer, or misses keys, turns it off. */
  singleKeys: z.boolean(),
  exportFolder: z.string().nullable(),
  /** Side manifests beside files that are written, unless a form says otherwise. */
  writeManifests: z.boolean(),
  /** How files are packed, unless a form says otherwise. */
  compress: z.enum(['none', 'zstd']),
  /** Jobs that run at once; null: as many as the machine has cores, two at least. */
  jobsAtOnce: z.number().int().min(1).max(16).nullable(),
  /** Says when a job has ended that ran for so long, while the window is not in front; null: never. */
  notifyAfterSeconds: z.number().int().min(0).max(3600).nullable(),
  /** Clusters and the ways to them; never a secret. */
  connections: z.array(Connection).max(1000),
})
export type Settings = z.infer<typeof Settings>

/** The settings of somebody who has set none. */
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  contrast: 'system',
  motion: 'system',
  singleKeys: true,
  exportFolder: null,
  writeManifests: true,
  compress: 'none',
  jobsAtOnce: null,
  notifyAfterSeconds: 30,
  connections: [],
}
