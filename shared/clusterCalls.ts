import { z } from 'zod'
import { call } from './call.ts'
import {
  ClusterPool,
  Connection,
  ConnectionCheck,
  ConnectionName,
  FoundConnection,
  LiveImage,
  TrashedImage,
} from './connections.ts'
import { ImageRef } from './imageSpec.ts'
import { Name } from './names.ts'

/** Milliseconds since 1970 in UTC. */
const Time = z.number().nonnegative()
const nothing = z.strictObject({})
const PoolRef = z.strictObject({ connection: ConnectionName, pool: Name, namespace: z.string().max(4096) })

/** The calls about clusters that the engine answers: a part of the contract's table. What changes one image is asked for as of the library's. */
export const clusterCalls = {
  /** Tries a connection, saved or not: each check green, or one sentence with the remedy. Writes nothing but what the last check removes again. */
  'connection.test': call(Connection, z.array(ConnectionCheck)),
  /** Ways to clusters that this machine knows of: conf files, hosts of the ssh configuration, running containers. */
  'connection.find': call(nothing, z.array(FoundConnection)),
  'cluster.pools': call(z.strictObject({ connection: ConnectionName }), z.array(ClusterPool)),
  /** The names of the images of a pool: nothing else is asked of the cluster. */
  'cluster.images': call(PoolRef, z.strictObject({ names: z.array(Name), readAt: Time })),
  'cluster.image': call(ImageRef, LiveImage),
  /** {@link LiveImage}s of what is on the screen; null for one that could not be read. */
  'cluster.someImages': call(
    z.strictObject({ images: z.array(ImageRef).min(1).max(100) }),
    z.array(LiveImage.nullable()),
  ),
  /**
   * Removes what an import that was killed left: an image under a temporary name (`NAME.rbd-studio-1a2b3c4d`). `E_CLUSTER_IN_USE` where a client has it
   * open, `E_CONTRACT_BAD_INPUT` where the name is no such name.
   */
  'cluster.removeLeftover': call(ImageRef, z.null()),
  'cluster.trash': call(PoolRef, z.array(TrashedImage)),
  /** Puts an image of a cluster into the trash of its pool. `confirm`: its spec, as it was typed. */
  'cluster.moveToTrash': call(z.strictObject({ image: ImageRef, confirm: z.string() }), z.null()),
  /** Takes it out again, under another name where one is given. */
  'cluster.restoreFromTrash': call(
    PoolRef.extend({ id: z.string().min(1).max(256), newName: Name.nullable() }),
    z.null(),
  ),
} as const
