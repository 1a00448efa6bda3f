import type { ImageRef } from '../../../shared/imageSpec.ts'
import { encodeDiffV1 } from '../codec/diffV1Encode.ts'
import type { DeltaReader } from '../delta.ts'
import { checkAppend } from '../library/append.ts'
import type { Transaction } from '../library/types.ts'
import { headSizeBytes, withLink } from '../library/chain.ts'
import { type OpContext, type Prepared, UNKNOWN_PLAN } from './context.ts'
import { counting } from './counting.ts'
import { writeChunks } from './output.ts'
import { called, libraryRef } from './refs.ts'
import { openStandardDiff, requireStandardInput } from './standardInput.ts'
import type { JobReport } from '../../../shared/jobs.ts'

/**
 * Appends the diff that comes over standard input. Its header is checked before the link is begun, its records as they pass;
 * the index changes only after its end mark.
 */
export function prepareStreamedImportDiff(target: ImageRef, overlay: boolean, context: OpContext): Prepared {
  requireStandardInput(context)
  return {
    plan: UNKNOWN_PLAN,
    async run() {
      // As the real importer, no more is read than the diff itself: an open pipe may have nothing more to give.
      const reader = await openStandardDiff(context, { toEnd: false })
      const what = `import-diff into ${called(target)}`
      const transaction = await context.library
        .begin(libraryRef(target), { what, signal: context.signal })
        .catch(async (error: unknown) => {
          await reader.close()
          throw error
        })
      return appendReader({ transaction, reader, overlay, target, context, totalBytes: null })
    },
    close: () => Promise.resolve(),
  }
}

/** A delta that is being read and will be the image's next link. */
export interface ReaderAppend {
  readonly transaction: Transaction
  readonly reader: DeltaReader
  readonly overlay: boolean
  readonly target: ImageRef
  readonly context: OpContext
  readonly totalBytes: number | null
}

/** Writes a delta as the next link of an image and commits it; the transaction ends here, whatever happens. Closes the reader. */
export async function appendReader(work: ReaderAppend): Promise<JobReport> {
  const { transaction, context, totalBytes } = work
  const reader = counting(work.reader)
  try {
    const { header } = reader
    checkAppend(transaction.index, header, { overlay: work.overlay })
    const link = await transaction.newLinkFile('diff', { meter: context.meter })
    let fileBytes = 0
    await writeChunks(
      encodeDiffV1(reader),
      {
        write(chunk) {
          fileBytes += chunk.length
          return link.write(chunk)
        },
      },
      context,
      totalBytes,
    )
    context.onProgress({ phase: 'finishing', doneBytes: fileBytes, totalBytes })
    const next = withLink(
      transaction.index,
      { kind: 'diff', header, fileBytes, ...reader.counted },
      link.file,
      new Date().toISOString(),
    )
    await transaction.commit(next)
    return {
      readBytes: context.meter.readBytes,
      writtenBytes: context.meter.writtenBytes,
      ...reader.counted,
      sizeBytes: headSizeBytes(next),
      path: null,
      target: work.target,
      warnings: [],
    }
  } finally {
    await transaction.abort()
    await reader.close()
  }
}
