import { resolve } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { checkContinuous } from '../algebra/continuity.ts'
import { sortRecords } from '../algebra/sortRecords.ts'
import { detect } from '../codec/detect.ts'
import { scanDiffV1 } from '../codec/diffV1Scan.ts'
import type { Finding } from '../codec/finding.ts'
import type { ScannedDiff } from '../codec/headScan.ts'
import { scanImageV2 } from '../codec/imageV2Scan.ts'
import { rawRecords } from '../codec/raw.ts'
import type { DataStretch } from '../io/dataMap.ts'
import type { FileCache } from '../io/fileCache.ts'
import { STANDARD_STREAM } from '../ops/context.ts'
import { inFile } from '../ops/diffFiles.ts'
import { headOf, type InputContext, type InputFile, openInputFile } from '../ops/inputFile.ts'
import { rawOrRefuse } from '../ops/kinds.ts'
import { passedOverWarnings } from '../ops/passedOver.ts'
import type { OpenedInput } from './opened.ts'
import type { ChainLink } from './types.ts'

/** How the files of a chain are opened. */
export interface FileWork {
  readonly context: InputContext
  /** Only v1 diffs are taken: what `merge-diff` reads. Else raw files and exports of format 2 too. */
  readonly diffsOnly: boolean
  /** Records out of order are put in order. */
  readonly sort: boolean
  /** Where files that are not packed are read from once their heads are known, when there are more than may be open at once. */
  readonly cache: FileCache | null
  /** What `-` stands for, kept so that it can be read at any position; undefined where there is no such input. */
  readonly standardInput?: (() => Promise<InputFile>) | undefined
}

/**
 * Opens one file and reads its heads: every check of its structure that can be made before the first write. Of a raw file nothing is read:
 * its records are the stretches that its file system says are there.
 *
 * @throws AppError E_FILE_*, E_STREAM_*, E_FORMAT_* — each naming the file.
 */
export async function openFileLinks(path: string, input: number, work: FileWork): Promise<OpenedInput> {
  const opened = path === STANDARD_STREAM ? await spooled(work) : await openInputFile(path, work.context)
  try {
    const read = await linksOf(opened, input, work)
    const { cache } = work
    if (cache === null || opened.packing !== 'none' || opened.spillBytes > 0)
      return openedInput(opened, read, () => opened.close())
    await opened.close()
    const file = cache.source(path, opened.file.sizeBytes)
    const links = read.links.map((link) => ({ ...link, file }))
    return openedInput(opened, { ...read, links }, () => Promise.resolve())
  } catch (error) {
    await opened.close()
    throw inFile(error, opened.path)
  }
}

/** What the heads of one file say. */
export type ReadLinks = Pick<OpenedInput, 'links' | 'isBase' | 'hasHead' | 'facts' | 'warnings'>

function openedInput(
  { path, fileBytes, spillBytes }: InputFile,
  read: ReadLinks,
  close: () => Promise<void>,
): OpenedInput {
  return { ...read, input: { called: path, fileBytes, spillBytes }, source: null, close }
}

function spooled({ standardInput }: FileWork): Promise<InputFile> {
  if (standardInput !== undefined) return standardInput()
  throw new AppError('E_UNSUPPORTED', 'Standard input cannot be read here', { hint: 'Put it into a file first' })
}

/** The links that a file holds, from its heads. @throws AppError E_STREAM_*, E_FORMAT_* */
export async function linksOf(
  { file, path, dataStretches }: Pick<InputFile, 'file' | 'path' | 'dataStretches'>,
  input: number,
  work: Pick<FileWork, 'context' | 'diffsOnly' | 'sort'>,
): Promise<ReadLinks> {
  const common = { file, key: resolve(path), input }
  if (work.diffsOnly) return readDiff(common, work)
  const detected = detect(headOf(file), file.sizeBytes)
  if (detected.kind === 'diff-v1') return readDiff(common, work)
  if (detected.kind === 'image-v2') return readImage(common, work)
  rawOrRefuse(detected, path)
  return readRaw(common, await dataStretches())
}

type Common = Pick<ChainLink, 'file' | 'key' | 'input'>

async function readDiff(common: Common, { context, sort }: Pick<FileWork, 'context' | 'sort'>): Promise<ReadLinks> {
  const { header, records, findings } = await scanDiffV1(common.file, { signal: context.signal, strict: !sort })
  const link = {
    ...common,
    header,
    isRaw: false,
    layer: { records: sort ? sortRecords(records) : records, sizeBytes: header.sizeBytes ?? 0 },
  }
  return {
    links: [link],
    isBase: false,
    hasHead: false,
    facts: null,
    warnings: sortWarnings(common.key, findings),
  }
}

function sortWarnings(path: string, findings: readonly Finding[]): readonly string[] {
  const isSorted = findings.some(({ code }) => code === 'out-of-order' || code === 'overlap')
  return isSorted ? [`The records of ${path} were out of order; they are put in order`] : []
}

async function readImage(common: Common, { context, sort }: Pick<FileWork, 'context' | 'sort'>): Promise<ReadLinks> {
  const { header, diffs, findings } = await scanImageV2(common.file, { signal: context.signal, strict: !sort })
  // A tolerant scan lets more pass than the order of records.
  for (const [number, { header: after }] of diffs.slice(1).entries()) {
    checkContinuous((diffs[number] as ScannedDiff).header, after)
  }
  return {
    links: diffs.map((diff) => ({
      ...common,
      header: diff.header,
      isRaw: false,
      layer: { records: sort ? sortRecords(diff.records) : diff.records, sizeBytes: diff.header.sizeBytes ?? 0 },
    })),
    isBase: true,
    hasHead: true,
    facts: header,
    warnings: [...sortWarnings(common.key, findings), ...passedOverWarnings(common.key, findings)],
  }
}

function readRaw(common: Common, stretches: readonly DataStretch[] | null): ReadLinks {
  const { sizeBytes } = common.file
  const records = rawRecords(stretches, sizeBytes)
  const header = { from: null, to: null, sizeBytes }
  return {
    links: [{ ...common, header, isRaw: true, layer: { records, sizeBytes } }],
    isBase: true,
    hasHead: false,
    facts: null,
    warnings: [],
  }
}
