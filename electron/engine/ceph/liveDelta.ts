import type { Connection } from '../../../shared/connections.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { type Name, nameFromBytes, nameToBytes, sameBytes } from '../../../shared/names.ts'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { decodeDiffV1, type DiffV1Reader } from '../codec/diffV1Decode.ts'
import type { DeltaHeader, DeltaReader } from '../delta.ts'
import type { IoMeter } from '../io/meter.ts'
import { type CephChild, startSource } from './child.ts'
import { paceArgs } from './pace.ts'
import { imageArgs, textOf } from './rbd.ts'

/** What is read of a live image: from a snapshot, or from nothing, to a snapshot or the head. */
export interface LiveStretch {
  readonly connection: Connection
  readonly image: ImageRef
  readonly from: Name | null
  readonly to: Name | null
  /** Size of the image at `to`. */
  readonly sizeBytes: number
  /** Whole objects, told by the object map: what a full read wants; only what was written of them, byte by byte: what an increment wants. */
  readonly wholeObject: boolean
  /** How large a request of its reading is, on average, or what finds that out once it is read; null or left out: not known. */
  readonly requestBytes?: number | null | (() => Promise<number | null>)
}

/** The header of a stretch, as `rbd export-diff` writes it. */
export function liveHeader({ from, to, sizeBytes }: Pick<LiveStretch, 'from' | 'to' | 'sizeBytes'>): DeltaHeader {
  return { from: from === null ? null : nameToBytes(from), to: to === null ? null : nameToBytes(to), sizeBytes }
}

/**
 * Reads a live image through `rbd export-diff`: the child is started with the first record that is asked for. Its exit code counts: the end of the
 * delta is given only once it has ended well.
 *
 * @throws AppError E_CLUSTER_*, E_SNAPSHOT_NOT_FOUND, E_IMAGE_NOT_FOUND, E_STREAM_* — from `next` and `payload`
 */
export function readLive(
  stretch: LiveStretch,
  { signal, meter }: { readonly signal: AbortSignal; readonly meter: IoMeter },
): DeltaReader {
  const header = liveHeader(stretch)
  let child: CephChild | null = null
  let reader: DiffV1Reader | null = null

  const begin = async (): Promise<DiffV1Reader> => {
    const { connection, requestBytes = null } = stretch
    const pace = paceArgs(connection, typeof requestBytes === 'function' ? await requestBytes() : requestBytes)
    child = await startSource({ connection, args: [...exportArgs(stretch), ...pace], signal, meter })
    child.end()
    reader = await decodeDiffV1(child.output).catch((error: unknown) => better(error))
    checkSame(reader.header, header, stretch)
    return reader
  }
  // A stream that breaks off is explained by the child that broke it off. One that is not as it should be goes on: its child is not waited for.
  const better = async (error: unknown): Promise<never> => {
    signal.throwIfAborted()
    if (isAppError(error, 'E_STREAM_TRUNCATED', 'E_FILE_READ')) await child?.succeeded()
    await child?.stop()
    throw error
  }
  const atEnd = async (): Promise<null> => {
    await child?.succeeded()
    return null
  }
  return {
    header,
    async next() {
      try {
        const record = await (reader ?? (await begin())).next()
        return record ?? (await atEnd())
      } catch (error) {
        return better(error)
      }
    },
    payload(maxBytes) {
      const slice = reader?.payload(maxBytes) ?? null
      return slice instanceof Promise ? slice.catch(better) : slice
    },
    async close() {
      await reader?.close()
      await child?.stop()
    },
  }
}

function exportArgs({ image, from, to, wholeObject }: LiveStretch): readonly string[] {
  return [
    'export-diff',
    ...imageArgs(image, to),
    '--path=-',
    '--no-progress',
    ...(from === null ? [] : [`--from-snap=${textOf(from)}`]),
    ...(wholeObject ? ['--whole-object'] : []),
  ]
}

/** The image may have become another since it was looked at. */
function checkSame(found: DeltaHeader, expected: DeltaHeader, { image, to }: LiveStretch): void {
  const isSame = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
    a === null || b === null ? a === b : sameBytes(a, b)
  if (isSame(found.from, expected.from) && isSame(found.to, expected.to) && found.sizeBytes === expected.sizeBytes)
    return
  const at = to === null ? 'its head' : nameFromBytes(nameToBytes(to)).text
  throw new AppError('E_DIFF_DRIFTED', `${image.image.text} changed at ${at} while it was being exported`, {
    hint: 'Export a snapshot of it: a head that is written to is no point in time',
  })
}
