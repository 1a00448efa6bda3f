import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import { nameFromBytes } from '../../../shared/names.ts'
import type { ScannedDiff } from '../codec/headScan.ts'
import { decodeImageV2 } from '../codec/imageV2Decode.ts'
import type { ImageV2Header } from '../codec/imageV2Header.ts'
import { type ScannedImageV2, scanImageV2 } from '../codec/imageV2Scan.ts'
import type { DeltaHeader } from '../delta.ts'
import { headSizeBytes, type NewLink, withLink } from '../library/chain.ts'
import { completeFacts, imageFacts } from '../library/imageOptions.ts'
import type { ImageIndex, NewImage } from '../library/types.ts'
import { checkInputs } from './checkInputs.ts'
import { type Claim, claimOf, heldAgainst, madeFrom } from './claim.ts'
import { type OpContext, type Plan, type Prepared, UNKNOWN_PLAN } from './context.ts'
import { readChunks } from './copyRange.ts'
import { counting } from './counting.ts'
import { inFile } from './diffFiles.ts'
import { type InputFile, openInputFile } from './inputFile.ts'
import { passedOverWarnings } from './passedOver.ts'
import { writeChunks } from './output.ts'
import type { ContentStream } from './packing.ts'
import { called, libraryRef } from './refs.ts'
import { teeToFile } from './teeToFile.ts'

type ImportRequest = Extract<JobRequest, { kind: 'import' }>

/**
 * Imports an export of format 2 as a new image with all its snapshots: the file becomes the image's first link file as it is, and each diff in it
 * a link. All heads are checked before the first byte is written. What the request asks of the image wins over what the file says (FORMATS §6.6).
 *
 * @throws AppError E_FILE_*, E_STREAM_*, E_FORMAT_* naming the file; E_IMAGE_OPTIONS
 */
export async function prepareImportV2(request: ImportRequest, path: string, context: OpContext): Promise<Prepared> {
  const { library, meter, signal, onProgress } = context
  const input = await openInputFile(path, { meter, signal, onProgress, spillFolder: library.folder })
  try {
    const scanned = await scanImageV2(input.file, { signal })
    const { facts, warnings: left } = factsOf(request, scanned.header)
    const warnings = [...left, ...passedOverWarnings(path, scanned.findings)]
    const isCopied = input.packing === 'none' && scanned.trailingBytes === 0
    const claim = await claimOf({ path, fileBytes: input.fileBytes, isCopied })
    const added = linksOf(scanned.diffs.map(countedOf), scanned.endPosition, claim)
    return {
      plan: { ...planOf(scanned, added, [...warnings, ...trailingWarnings(scanned.trailingBytes)]), ...spillOf(input) },
      run: () => copyFile({ request, input, scanned, claim, facts, added, warnings }, context),
      close: () => input.close(),
    }
  } catch (error) {
    await input.close()
    throw inFile(error, path)
  }
}

interface CheckedFile {
  readonly request: ImportRequest
  readonly input: InputFile
  readonly scanned: ScannedImageV2
  readonly claim: Claim | null
  readonly facts: NewImage
  readonly added: readonly NewLink[]
  readonly warnings: readonly string[]
}

async function copyFile(work: CheckedFile, context: OpContext): Promise<JobReport> {
  const { request, input, scanned, claim, facts, added } = work
  const { endPosition } = scanned
  if (claim?.mustReadFirst === true) await checkInputs([claim.path], context)
  const transaction = await context.library.begin(libraryRef(request.target), {
    what: `import of ${called(request.target)}`,
    create: facts,
    signal: context.signal,
  })
  try {
    const link = await transaction.newLinkFile('v2', {
      meter: context.meter,
      expectedBytes: endPosition,
      ...heldAgainst(claim),
    })
    await writeChunks(readChunks(input.file, endPosition, context), link, context, endPosition)
    context.onProgress({ phase: 'finishing', doneBytes: endPosition, totalBytes: endPosition })
    const index = withLinks(transaction.index, added, link.file)
    await transaction.commit(index)
    return reportOf(request, index, added, [...work.warnings, ...trailingWarnings(scanned.trailingBytes)], context)
  } finally {
    await transaction.abort()
  }
}

/** As {@link prepareImportV2}, of what comes over a pipe: checked while it is written, and given its name only when all of it was right. */
export function prepareStreamedImportV2(request: ImportRequest, content: ContentStream, context: OpContext): Prepared {
  // Nothing of the file is known yet, but what is asked for can be wrong by itself.
  imageFacts(request.image ?? {})
  return {
    plan: UNKNOWN_PLAN,
    async run() {
      const transaction = await context.library.begin(libraryRef(request.target), {
        what: `import of ${called(request.target)}`,
        create: {},
        signal: context.signal,
      })
      try {
        const link = await transaction.newLinkFile('v2', { meter: context.meter })
        const tee = teeToFile(content, link)
        const image = await decodeImageV2(tee)
        const counted: CountedDiff[] = []
        for (let diff = await image.nextDiff(); diff !== null; diff = await image.nextDiff()) {
          const reader = counting(diff)
          while ((await reader.next()) !== null) {
            context.signal.throwIfAborted()
            context.onProgress({ phase: 'copying', doneBytes: content.workBytes, totalBytes: content.fileBytes })
          }
          counted.push({ header: reader.header, ...reader.counted })
        }
        const trailing = image.findings.find(({ code }) => code === 'trailing-bytes')
        const fileBytes = await tee.finish(trailing?.offset ?? null)
        context.onProgress({ phase: 'finishing', doneBytes: fileBytes, totalBytes: fileBytes })
        const { facts, warnings } = factsOf(request, image.header)
        const added = linksOf(counted, fileBytes, null)
        const index = withLinks({ ...transaction.index, ...completeFacts(facts) }, added, link.file)
        await transaction.commit(index)
        return reportOf(
          request,
          index,
          added,
          [
            ...warnings,
            ...passedOverWarnings('The export', image.findings),
            ...trailingWarnings(trailing === undefined ? 0 : 1),
          ],
          context,
        )
      } finally {
        await transaction.abort()
      }
    },
    close: () => content.close(),
  }
}

interface CountedDiff {
  readonly header: DeltaHeader
  readonly records: number
  readonly dataBytes: number
  readonly zeroBytes: number
}

function countedOf({ header, records }: ScannedDiff): CountedDiff {
  return { header, records: records.count, dataBytes: records.dataBytes, zeroBytes: records.zeroBytes }
}

/** A stream that never says a size leaves the image as long as the stream itself (FORMATS §6.6). */
function linksOf(diffs: readonly CountedDiff[], fileBytes: number, claim: Claim | null): readonly NewLink[] {
  return diffs.map(({ header, ...counted }, part): NewLink => {
    const sizeBytes = header.sizeBytes ?? (part === 0 ? fileBytes : null)
    return { kind: 'v2', part, header: { ...header, sizeBytes }, fileBytes, ...counted, madeFrom: madeFrom(claim) }
  })
}

function withLinks(index: ImageIndex, added: readonly NewLink[], file: string): ImageIndex {
  const now = new Date().toISOString()
  return added.reduce((before, link) => withLink(before, link, file, now), index)
}

const CONF = new TextEncoder().encode('conf_')

/**
 * What the image will be. Metadata keys `conf_…` override settings of a cluster when the image is imported there, so they are kept only when that
 * is asked for (DESIGN §6.7).
 */
function factsOf(
  request: ImportRequest,
  header: ImageV2Header,
): { readonly facts: NewImage; readonly warnings: readonly string[] } {
  const isConf = (key: Uint8Array): boolean => CONF.every((byte, at) => key[at] === byte)
  const isKept = (key: Uint8Array): boolean => request.confMeta === true || !isConf(key)
  const meta = header.meta.filter(({ key }) => isKept(key))
  const dropped = header.meta.filter(({ key }) => !isKept(key)).map(({ key }) => nameFromBytes(key).text)
  const { order, features, stripeUnit, stripeCount, protectionBytes } = header
  const facts = imageFacts(request.image ?? {}, {
    order: order ?? undefined,
    features: features ?? undefined,
    stripeUnit: stripeUnit ?? undefined,
    stripeCount: stripeCount ?? undefined,
    v2Dialect: protectionBytes,
    meta,
  })
  if (dropped.length === 0) return { facts, warnings: [] }
  const more = dropped.length > SHOWN_KEYS ? ` and ${dropped.length - SHOWN_KEYS} more` : ''
  const keys = dropped.slice(0, SHOWN_KEYS).join(', ')
  return { facts, warnings: [`Metadata that overrides settings of a cluster was left out: ${keys}${more}`] }
}

const SHOWN_KEYS = 10

function trailingWarnings(bytes: number): readonly string[] {
  return bytes === 0 ? [] : ['Bytes behind the end of the export were left out']
}

function spillOf({ spillBytes }: InputFile): Pick<Plan, 'spillBytes'> {
  return spillBytes > 0 ? { spillBytes } : {}
}

function sum(added: readonly NewLink[], of: (link: NewLink) => number): number {
  return added.reduce((total, link) => total + of(link), 0)
}

function planOf({ endPosition, diffs }: ScannedImageV2, added: readonly NewLink[], warnings: readonly string[]): Plan {
  const snapshots = diffs.filter(({ header }) => header.to !== null).length
  return {
    outputBytes: endPosition,
    readBytes: endPosition,
    dataBytes: sum(added, ({ dataBytes }) => dataBytes),
    zeroBytes: sum(added, ({ zeroBytes }) => zeroBytes),
    records: sum(added, ({ records }) => records),
    sizeBytes: added.reduce((before, { header }) => header.sizeBytes ?? before, 0),
    checks: [
      { label: 'All its diffs are there, follow each other, and their records ascend', state: 'ok' },
      { label: `Snapshots that come with it: ${snapshots}`, state: 'ok' },
    ],
    warnings,
  }
}

function reportOf(
  request: ImportRequest,
  index: ImageIndex,
  added: readonly NewLink[],
  warnings: readonly string[],
  { meter }: OpContext,
): JobReport {
  return {
    readBytes: meter.readBytes,
    writtenBytes: meter.writtenBytes,
    dataBytes: sum(added, ({ dataBytes }) => dataBytes),
    zeroBytes: sum(added, ({ zeroBytes }) => zeroBytes),
    records: sum(added, ({ records }) => records),
    sizeBytes: headSizeBytes(index),
    path: null,
    target: request.target,
    warnings: [...warnings],
  }
}
