import { formatSpec } from '../../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../../shared/jobs.ts'
import { answerOf, imageArgs } from '../../ceph/rbd.ts'
import { type OpContext, type Prepared, UNKNOWN_PLAN } from '../context.ts'
import { liveSnapshot, openLive } from './source.ts'

/**
 * Gives the head of a live image the content and size of a snapshot; newer snapshots stay. It cannot be stopped half way without leaving the head
 * between the two, so a cancel is heard before it begins.
 *
 * @throws AppError E_SNAPSHOT_NOT_FOUND, E_IMAGE_NOT_FOUND, E_CLUSTER_*
 */
export async function prepareLiveRollback(
  { target, snapshot }: Extract<JobRequest, { kind: 'rollback' }>,
  context: OpContext,
): Promise<Prepared> {
  const source = await openLive(target, true, context)
  const { sizeBytes } = liveSnapshot(source, snapshot)
  const { connection, warnings } = source
  return {
    plan: {
      ...UNKNOWN_PLAN,
      sizeBytes,
      checks: [{ label: `${formatSpec(target)} has the snapshot`, state: 'ok' }],
      warnings,
    },
    async run() {
      context.signal.throwIfAborted()
      context.onProgress({ phase: 'copying', doneBytes: 0, totalBytes: null })
      const args = ['snap', 'rollback', ...imageArgs(target, snapshot), '--no-progress']
      await answerOf({ connection, args, signal: new AbortController().signal })
      return {
        readBytes: 0,
        writtenBytes: 0,
        records: 0,
        dataBytes: 0,
        zeroBytes: 0,
        sizeBytes,
        path: null,
        target,
        warnings: [...warnings],
      }
    },
    close: () => Promise.resolve(),
  }
}
