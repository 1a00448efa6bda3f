import { z } from 'zod'
import { Name } from './names.ts'

/** How a connection is called: what stands before `://` in a spec. */
export const ConnectionName = z.string().regex(/^[a-z0-9-]{1,32}$/)

/** The connection to this machine's own cluster, where one is configured: there without being made. */
export const CEPH = 'ceph'

const Word = z.string().min(1).max(4096)

/**
 * How `rbd` is reached (DESIGN §3): on this machine, through the system's `ssh` (its own configuration, agent and jump hosts), or behind a
 * command such as `cephadm shell --`, one word an element.
 */
export const Reach = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local') }),
  z.strictObject({
    kind: z.literal('ssh'),
    /** `host`, `user@host`, or a name of the user's ssh configuration; never an option. */
    host: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[^-\s][^\s]*$/),
    port: z.number().int().min(1).max(65_535).optional(),
    /** More options for `ssh`, one word an element. */
    options: z.array(Word).max(32).optional(),
  }),
  z.strictObject({ kind: z.literal('prefix'), words: z.array(Word).min(1).max(64) }),
])
export type Reach = z.infer<typeof Reach>

/** How hard a connection may work its cluster: how many requests `rbd` has under way at once. */
export const Pace = z.enum(['gentle', 'normal', 'fast'])
export type Pace = z.infer<typeof Pace>

/**
 * A cluster and the way to it. What is left out is found by `rbd` itself. Paths are those of the machine `rbd` runs on. There is no secret in it: a
 * keyring is named, never read.
 */
export const Connection = z.strictObject({
  name: ConnectionName,
  reach: Reach,
  /** `--conf`. */
  conf: Word.optional(),
  /** `--cluster`. */
  cluster: Word.optional(),
  /** `--id`: the user without `client.`. */
  user: Word.optional(),
  /** `--keyring`. */
  keyring: Word.optional(),
  /** More options for the programs of Ceph, one word an element: settings as `--mon-host=ADDRESS`. They win over all others. */
  options: z.array(Word).max(64).optional(),
  pace: Pace,
})
export type Connection = z.infer<typeof Connection>

/** What the connection to this machine's own cluster is when nobody has said otherwise. */
export const LOCAL_CEPH: Connection = { name: CEPH, reach: { kind: 'local' }, pace: 'normal' }

/** One of the named checks of a connection's self-test. `remedy`: what to do, where it is not `ok`. */
export const ConnectionCheck = z.strictObject({
  id: z.enum(['program', 'version', 'reach', 'read', 'pools', 'write']),
  label: z.string(),
  state: z.enum(['ok', 'warning', 'failed', 'skipped']),
  sentence: z.string(),
  remedy: z.string().nullable(),
})
export type ConnectionCheck = z.infer<typeof ConnectionCheck>

/** A way to a cluster that was found on this machine: a conf file, a host of the ssh configuration, a running container. */
export const FoundConnection = z.strictObject({ connection: Connection, foundIn: z.string() })
export type FoundConnection = z.infer<typeof FoundConnection>

const Bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const Count = z.number().int().nonnegative()
/** Milliseconds since 1970 in UTC. */
const Time = z.number().nonnegative()

/** A pool of a cluster that images can lie in, and the namespaces in it beside the default one. */
export const ClusterPool = z.strictObject({ name: Name, namespaces: z.array(z.string().max(4096)) })
export type ClusterPool = z.infer<typeof ClusterPool>

/** An image a clone hangs on. */
export const ParentRef = z.strictObject({
  pool: Name,
  namespace: z.string(),
  image: Name,
  snapshot: Name,
  /** Bytes from the beginning that are still read from the parent. */
  overlapBytes: Bytes,
  /** The parent lies in the trash. */
  isTrashed: z.boolean(),
})
export type ParentRef = z.infer<typeof ParentRef>

export const LiveSnapshot = z.strictObject({
  id: Count,
  name: Name,
  sizeBytes: Bytes,
  protected: z.boolean(),
  createdAt: Time,
})
export type LiveSnapshot = z.infer<typeof LiveSnapshot>

/** What `rbd` tells of a live image. Snapshots are in the order of their making. */
export const LiveImage = z.strictObject({
  id: z.string(),
  sizeBytes: Bytes,
  order: Count,
  features: z.array(z.string()),
  /** `object map invalid`, `fast diff invalid`: what must be rebuilt before a diff can be trusted. */
  flags: z.array(z.string()),
  stripeUnit: Bytes.nullable(),
  stripeCount: Count.nullable(),
  dataPool: Name.nullable(),
  parent: ParentRef.nullable(),
  createdAt: Time,
  snapshots: z.array(LiveSnapshot),
  /** Clients that have it open, and advisory or exclusive locks on it. */
  watchers: z.array(z.string()),
  lockers: z.array(z.string()),
  /** Of those, locks that somebody took by hand (`rbd lock add`): they stay until they are removed by hand. */
  heldLocks: z.array(z.string()),
  /** When it was read. */
  readAt: Time,
})
export type LiveImage = z.infer<typeof LiveImage>

/** An image in the trash of a pool of a cluster. */
export const TrashedImage = z.strictObject({
  id: z.string(),
  name: Name,
  deletedAt: Time.nullable(),
  /** As `rbd` words it: when it may be removed for good. */
  status: z.string(),
})
export type TrashedImage = z.infer<typeof TrashedImage>
