import type { Connection } from '../../../../shared/connections.ts'
import { AppError, isAppError } from '../../../../shared/errors.ts'
import { formatSpec, type ImageRef } from '../../../../shared/imageSpec.ts'
import { type Name, nameFromBytes } from '../../../../shared/names.ts'
import { startChild } from '../../ceph/child.ts'
import { liveImage } from '../../ceph/cluster.ts'
import { paceArgs, requestBytesOf } from '../../ceph/pace.ts'
import { answerOf, imageArgs, textOf } from '../../ceph/rbd.ts'
import { encodeDiffV1 } from '../../codec/diffV1Encode.ts'
import type { DeltaReader } from '../../delta.ts'
import type { OpContext } from '../context.ts'
import { type Counted, counting } from '../counting.ts'
import { writeChunks } from '../output.ts'
import type { Written } from '../written.ts'
import { untilForgotten, whenFree } from './lockPatience.ts'
import { watchClusters } from './watch.ts'

/** Deltas on their way into a live image. */
export interface LiveApply {
  readonly connection: Connection
  readonly image: ImageRef
  readonly deltas: readonly Written[]
  readonly context: OpContext
  /** What all of them amount to, as streams; null: not known. */
  readonly totalBytes: number | null
  /** Told when a delta is whole in the image. */
  readonly onWhole?: ((delta: Written) => void) | undefined
}

/**
 * Applies deltas in order, each through `rbd import-diff -`: its end mark is sent only once its source has ended well, and the end snapshot is the
 * last thing the importer makes. Both ends are waited for; where the source failed, it is its failure that is told.
 *
 * @throws AppError what the sources throw; E_CLUSTER_*, E_DIFF_*
 */
export async function applyDeltas(work: LiveApply): Promise<Counted> {
  const sum: Counted = { records: 0, dataBytes: 0, zeroBytes: 0 }
  let before = 0
  for (const delta of work.deltas) {
    const reader = counting(delta.open())
    try {
      before += await applyOne(work, reader, before, requestBytesOf(delta.totals))
    } finally {
      await reader.close()
    }
    for (const key of ['records', 'dataBytes', 'zeroBytes'] as const) sum[key] += reader.counted[key]
    work.onWhole?.(delta)
  }
  return sum
}

/**
 * Applies one delta through `rbd import-diff -`; gives the bytes that went into it. The reader is the caller's to close. `requestBytes`: as {@link paceArgs}.
 *
 * @throws AppError as {@link applyDeltas}
 */
export async function applyOne(
  { connection, image, context, totalBytes }: Pick<LiveApply, 'connection' | 'image' | 'context' | 'totalBytes'>,
  reader: DeltaReader,
  before: number,
  requestBytes: number | null = null,
): Promise<number> {
  const args = ['import-diff', ...imageArgs(image), '--path=-', '--no-progress', ...paceArgs(connection, requestBytes)]
  const child = startChild({ connection, args, signal: context.signal, meter: context.meter, isWriter: true })
  let bytes = 0
  const sink = {
    async write(chunk: Uint8Array): Promise<void> {
      await child.write(chunk)
      bytes += chunk.length
      context.meter.writtenBytes += chunk.length
    },
  }
  const shifted = {
    signal: context.signal,
    onProgress: ({ phase, doneBytes }: Parameters<OpContext['onProgress']>[0]) =>
      context.onProgress({ phase, doneBytes: before + doneBytes, totalBytes }),
  }
  try {
    await writeChunks(encodeDiffV1(reader), sink, shifted, totalBytes)
    child.end()
    await child.succeeded()
    return bytes
  } finally {
    await child.stop()
  }
}

/** How long putting an image back may take: a big one has many objects. */
const UNDO_MS = 6 * 60 * 60_000

/**
 * Puts the head back to where a delta began, after it failed or was cancelled half way: to a snapshot, or, for an image that was empty, to zeros of its
 * old size. It is done even where the job was cancelled.
 *
 * @throws AppError E_CLUSTER_LEFT_CHANGED where that cannot be done: what stayed, and both ways out
 */
export async function putBack(
  { connection, image, context }: Pick<LiveApply, 'connection' | 'image' | 'context'>,
  to: { readonly snapshot: Uint8Array } | { readonly emptyOf: number } | null,
  failure: unknown,
): Promise<never> {
  const called = formatSpec(image)
  if (to === null) throw leftChanged(called, null, failure)
  context.onProgress({ phase: 'undoing', doneBytes: 0, totalBytes: null })
  const snapshot = 'snapshot' in to ? nameFromBytes(to.snapshot) : null
  const watched = { connections: [connection], target: { connection, ref: image } }
  const watch = watchClusters(watched, { meter: context.meter, signal: AbortSignal.timeout(UNDO_MS) })
  const run = (...args: readonly string[]) => whenFree(() => answerOf({ connection, args, signal: watch.signal }))
  try {
    await watch.during(async () => {
      if (snapshot !== null) {
        await run('snap', 'rollback', ...imageArgs(image), `--snap=${textOf(snapshot)}`, '--no-progress')
      } else if ('emptyOf' in to) {
        await run('resize', ...imageArgs(image), '--size=0', '--allow-shrink', '--no-progress')
        if (to.emptyOf > 0) await run('resize', ...imageArgs(image), `--size=${to.emptyOf}B`, '--no-progress')
      }
      await untilForgotten(() => liveImage(connection, image, watch.signal))
    })
  } catch (error) {
    throw leftChanged(called, snapshot, failure, error)
  }
  if (!isAppError(failure)) throw failure
  const stands = snapshot === null ? 'emptied again' : `put back to snapshot “${snapshot.text}”`
  throw new AppError(failure.code, `${failure.message}. ${called} was ${stands}`, {
    hint: failure.hint,
    detail: failure.detail,
    cause: failure,
  })
}

function leftChanged(called: string, snapshot: Name | null, failure: unknown, undo?: unknown): AppError {
  const why = failure instanceof Error ? failure.message : String(failure)
  const why2 = undo instanceof Error ? `; putting it back failed too: ${undo.message}` : ''
  return new AppError('E_CLUSTER_LEFT_CHANGED', `${called} may hold a part of the diff: ${why}${why2}`, {
    hint:
      snapshot === null
        ? 'Apply the whole diff again, or restore the image from a copy'
        : `Apply the whole diff again, or roll the image back to snapshot “${snapshot.text}”`,
    detail: { image: called, snapshot: snapshot?.text ?? null },
    cause: failure,
  })
}
