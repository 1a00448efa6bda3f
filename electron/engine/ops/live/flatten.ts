import { AppError } from '../../../../shared/errors.ts'
import { formatSpec } from '../../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../../shared/jobs.ts'
import { startChild } from '../../ceph/child.ts'
import { paceArgs } from '../../ceph/pace.ts'
import { imageArgs } from '../../ceph/rbd.ts'
import { type OpContext, type Prepared, UNKNOWN_PLAN } from '../context.ts'
import { isLive, openLive } from './source.ts'

/**
 * Gives a clone all of its own content, so that it hangs on its parent no more. The cluster copies within itself; a cancel stops it between two objects, and
 * what was copied by then changes nothing in what the image reads as.
 *
 * @throws AppError E_UNSUPPORTED where the image is no clone or in the library; E_IMAGE_NOT_FOUND, E_CLUSTER_*
 */
export async function prepareFlatten(
  { target }: Extract<JobRequest, { kind: 'flatten' }>,
  context: OpContext,
): Promise<Prepared> {
  if (!isLive(target)) {
    throw new AppError('E_UNSUPPORTED', `${formatSpec(target)} is in the library, where no image hangs on another`)
  }
  const { connection, image, warnings } = await openLive(target, true, context)
  const { parent } = image
  if (parent === null) {
    const sentence = `${formatSpec(target)} is no clone: it has no parent`
    throw new AppError('E_UNSUPPORTED', sentence, { detail: { errno: 'EINVAL' } })
  }
  const from = formatSpec({ ...target, ...parent, snapshot: parent.snapshot })
  const { overlapBytes } = parent
  return {
    plan: {
      ...UNKNOWN_PLAN,
      readBytes: overlapBytes,
      dataBytes: overlapBytes,
      sizeBytes: image.sizeBytes,
      checks: [{ label: `${formatSpec(target)} is a clone of ${from}`, state: 'ok' }],
      warnings,
    },
    async run() {
      context.onProgress({ phase: 'copying', doneBytes: 0, totalBytes: null })
      const args = ['flatten', ...imageArgs(target), '--no-progress', ...paceArgs(connection, 2 ** image.order)]
      const child = startChild({ connection, args, signal: context.signal })
      try {
        child.end()
        await child.succeeded()
      } finally {
        await child.stop()
      }
      return {
        readBytes: 0,
        writtenBytes: 0,
        records: 0,
        dataBytes: 0,
        zeroBytes: 0,
        sizeBytes: image.sizeBytes,
        path: null,
        target,
        warnings: [...warnings],
      }
    },
    close: () => Promise.resolve(),
  }
}
