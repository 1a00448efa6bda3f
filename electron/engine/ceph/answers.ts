import { z } from 'zod'

/** What `rbd --format=json` prints (RBD-BEHAVIOUR, JSON). Flags are strings in some answers and booleans in others. */
const Flag = z.union([z.boolean(), z.enum(['true', 'false'])]).transform((value) => value === true || value === 'true')
const Bytes = z.number().int().nonnegative()

export const NameList = z.array(z.string())

export const NamespaceList = z.array(z.object({ name: z.string() }))

export const ImageInfo = z.object({
  name: z.string(),
  id: z.string().default(''),
  size: Bytes,
  order: z.number().int(),
  features: z.array(z.string()).default([]),
  flags: z.array(z.string()).default([]),
  create_timestamp: z.string().optional(),
  data_pool: z.string().optional(),
  stripe_unit: Bytes.optional(),
  stripe_count: Bytes.optional(),
  parent: z
    .object({
      pool: z.string(),
      pool_namespace: z.string().default(''),
      image: z.string(),
      snapshot: z.string(),
      trash: Flag.default(false),
      overlap: Bytes,
    })
    .optional(),
})
export type ImageInfo = z.infer<typeof ImageInfo>

export const SnapshotList = z.array(
  z.object({
    id: z.number().int(),
    name: z.string(),
    size: Bytes,
    protected: Flag.default(false),
    timestamp: z.string().default(''),
  }),
)

export const ImageMetaAnswer = z.record(z.string(), z.string())

export const StatusAnswer = z.object({
  watchers: z.array(z.object({ address: z.string(), client: z.union([z.string(), z.number()]) })).default([]),
})

export const LockList = z.array(z.object({ id: z.string(), locker: z.string(), address: z.string() }))

export const TrashList = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    deleted_at: z.string().optional(),
    status: z.string().default(''),
  }),
)

export const PoolDetails = z.array(
  z.object({
    pool_name: z.string(),
    /** Separated by commas. */
    flags_names: z.string().default(''),
    application_metadata: z.record(z.string(), z.unknown()).default({}),
  }),
)

/** `ceph df detail`: bytes as clients count them, copies and all left out. */
export const PoolUsage = z.object({
  pools: z.array(
    z.object({
      name: z.string(),
      stats: z.object({
        stored: z.number().nonnegative(),
        max_avail: z.number().nonnegative(),
        /** 0: none. */
        quota_bytes: z.number().nonnegative().default(0),
      }),
    }),
  ),
})

/** A time of `rbd`'s, `Mon Nov 23 04:27:00 2026`, printed in UTC, as milliseconds since 1970; 0 where it says none. */
export function timeOf(text: string | undefined): number {
  const time = text === undefined || text === '' ? Number.NaN : Date.parse(`${text} UTC`)
  return Number.isNaN(time) ? 0 : time
}
