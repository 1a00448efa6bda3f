import { AppError } from '../../../shared/errors.ts'
import { imageOf } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { nameToBytes } from '../../../shared/names.ts'
import { encodedSizeBytes } from '../codec/diffV1Encode.ts'
import type { DeltaHeader } from '../delta.ts'
import { checkAppend } from '../library/append.ts'
import { appendWarnings } from './append.ts'
import type { OpContext, Prepared } from './context.ts'
import { appendReader } from './importStream.ts'
import { countStretch, readStretch, type Stretch } from './rangePlan.ts'
import { called, libraryPoint, libraryRef } from './refs.ts'

/**
 * Moves a stretch of one image into another as one delta: export-diff and import-diff as one command, both ends checked before the
 * first byte, nothing on a disk between them. `create` makes the target.
 *
 * @throws AppError as export-diff of the source and import-diff of the target
 */
export async function preparePipe(
  request: Extract<JobRequest, { kind: 'pipe' }>,
  context: OpContext,
): Promise<Prepared> {
  const { ref, snapshot } = libraryPoint(request.source)
  const target = libraryRef(request.target)
  const from = request.fromSnapshot === null ? null : nameToBytes(request.fromSnapshot)
  const range = await context.library.openRange(ref, from, snapshot, { signal: context.signal, meter: context.meter })
  try {
    const header: DeltaHeader = { from, to: snapshot, sizeBytes: range.sizeBytes }
    if (request.create && from !== null) {
      throw new AppError(
        'E_DIFF_START_SNAPSHOT_MISSING',
        `${called(request.target)} is new, so it cannot have a start snapshot`,
        {
          hint: 'Pipe from the beginning first, then the increments',
        },
      )
    }
    const stretch: Stretch = { layers: range.layers, files: range.files, fromNothing: from === null }
    const totals = countStretch(stretch)
    const totalBytes = encodedSizeBytes(header, totals)
    const added = { kind: 'diff' as const, header, fileBytes: totalBytes, records: totals.count, ...totals }
    let warnings: readonly string[] = []
    if (request.create) {
      await context.library.checkNewImage(target)
    } else {
      const index = await context.library.readImage(target)
      checkAppend(index, header, { overlay: false })
      warnings = appendWarnings(index, [added])
    }
    return {
      plan: {
        outputBytes: totalBytes,
        readBytes: totals.dataBytes,
        dataBytes: totals.dataBytes,
        zeroBytes: totals.zeroBytes,
        records: totals.count,
        sizeBytes: range.sizeBytes,
        checks: [
          { label: `Every file of ${called(imageOf(request.source))} is there`, state: 'ok' },
          {
            label: request.create ? 'The name is free' : 'The target stands where the stretch begins',
            state: 'ok',
          },
        ],
        warnings,
      },
      async run() {
        const transaction = await context.library.begin(target, {
          what: `pipe from ${called(request.source)}`,
          signal: context.signal,
          ...(request.create ? { create: facts(range.index) } : {}),
        })
        const reader = readStretch(header, stretch)
        const report = await appendReader({
          transaction,
          reader,
          overlay: false,
          target: request.target,
          context,
          totalBytes,
        })
        return { ...report, warnings: [...warnings] }
      },
      close: () => range.close(),
    }
  } catch (error) {
    await range.close()
    throw error
  }
}

/** What a copy takes over of an image beside its content. */
function facts(index: {
  readonly order: number
  readonly features: number
  readonly stripeUnit: number
  readonly stripeCount: number
}) {
  const { order, features, stripeUnit, stripeCount } = index
  return { order, features, stripeUnit, stripeCount }
}
