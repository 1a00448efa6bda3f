import type { MergePreview } from '../../../shared/estimate.ts'
import type { JobReport, JobRequest } from '../../../shared/jobs.ts'
import { type PreviewStep, previewOf } from '../algebra/preview.ts'
import { encodedSizeBytes, encodeDiffV1 } from '../codec/diffV1Encode.ts'
import { headSizeBytes } from '../library/chain.ts'
import { foldedHeader, foldedIndex, type FoldGroup, foldGroups } from '../library/fold.ts'
import type { ImageIndex, LibraryRef, Link } from '../library/types.ts'
import type { OpContext, Plan, Prepared } from './context.ts'
import { writeChunks } from './output.ts'
import { countStretch, readStretch, type Stretch, stretchPieces, type StretchTotals } from './rangePlan.ts'
import { called, libraryRef } from './refs.ts'

type FoldRequest = Extract<JobRequest, { kind: 'fold' }>

/**
 * Joins neighbouring links between which no point has a name, each run into one, as one change of the image (DESIGN §4). The content at every
 * named point and at the head stays, byte for byte; what is freed goes to the trash.
 *
 * @throws AppError E_POOL_NOT_FOUND, E_IMAGE_NOT_FOUND, E_LIBRARY_LOCKED, E_LIBRARY_CHAIN_GAP; E_OPTION_BAD_VALUE for bounds outside the chain
 */
export async function prepareFold(request: FoldRequest, context: OpContext): Promise<Prepared> {
  const ref = libraryRef(request.target)
  const index = await context.library.readImage(ref)
  const groups = foldGroups(index, request)
  const totals: GroupTotals[] = []
  for (const group of groups) {
    if (group.keep === null) totals.push(await withGroup({ ref, index, group }, context, groupTotals))
  }
  return {
    plan: planOf(index, groups, totals),
    preview: () => foldPreview({ index, groups, totals }, ref, context),
    run: () => run(request, ref, { index, groups, totals }, context),
    close: () => Promise.resolve(),
  }
}

interface GroupTotals extends StretchTotals {
  readonly fileBytes: number
}

/** A run of links of one index of an image. */
interface Run {
  readonly ref: LibraryRef
  readonly index: ImageIndex
  readonly group: FoldGroup
}

/** Opens the links of a run for as long as some work takes. */
async function withGroup<T>(
  run: Run,
  context: OpContext,
  work: (run: Run, stretch: Stretch) => Promise<T> | T,
): Promise<T> {
  const { begin, end } = run.group
  const options = { signal: context.signal, meter: context.meter }
  const range = await context.library.openLinks(run.ref, run.index, [begin, end], options)
  try {
    return await work(run, { layers: range.layers, files: range.files, fromNothing: begin === 0 })
  } finally {
    await range.close()
  }
}

function groupTotals({ index, group }: Run, stretch: Stretch): GroupTotals {
  const totals = countStretch(stretch)
  return { ...totals, fileBytes: encodedSizeBytes(foldedHeader(index, group), totals) }
}

interface FoldPlan {
  readonly index: ImageIndex
  readonly groups: readonly FoldGroup[]
  /** Of the groups that are composed, in order. */
  readonly totals: readonly GroupTotals[]
}

async function run(request: FoldRequest, ref: LibraryRef, planned: FoldPlan, context: OpContext): Promise<JobReport> {
  const transaction = await context.library.begin(ref, {
    what: `fold of ${called(request.target)}`,
    signal: context.signal,
  })
  try {
    const { index } = transaction
    let { groups, totals } = planned
    if (index.generation !== planned.index.generation || index.id !== planned.index.id) {
      // The image was changed before the lock was ours: planned anew.
      groups = foldGroups(index, request)
      const fresh: GroupTotals[] = []
      for (const group of groups) {
        if (group.keep === null) fresh.push(await withGroup({ ref, index, group }, context, groupTotals))
      }
      totals = fresh
    }
    const totalBytes = sum(totals, ({ fileBytes }) => fileBytes)
    const links: Link[] = []
    let before = 0
    for (const group of groups) {
      const counted = totals[links.length]
      if (group.keep !== null || counted === undefined) continue
      const offset = before
      const shifted: OpContext = {
        ...context,
        onProgress: (progress) =>
          context.onProgress({ ...progress, doneBytes: offset + progress.doneBytes, totalBytes }),
      }
      const link = await withGroup({ ref, index, group }, context, async (run, stretch): Promise<Link> => {
        const header = foldedHeader(index, run.group)
        const replaces = index.links[run.group.end - 1]
        const output = await transaction.newLinkFile('diff', {
          meter: context.meter,
          expectedBytes: counted.fileBytes,
          replaces,
        })
        await writeChunks(encodeDiffV1(readStretch(header, stretch)), output, shifted, totalBytes)
        return {
          file: output.file,
          part: 0,
          kind: 'diff',
          sizeBytes: header.sizeBytes ?? 0,
          fileBytes: counted.fileBytes,
          dataBytes: counted.dataBytes,
          zeroBytes: counted.zeroBytes,
          records: counted.count,
          addedAt: new Date().toISOString(),
          ...(replaces?.madeFrom === undefined ? {} : { madeFrom: replaces.madeFrom }),
        }
      })
      before += counted.fileBytes
      links.push(link)
    }
    context.onProgress({ phase: 'finishing', doneBytes: totalBytes, totalBytes })
    if (groups.length > 0) await transaction.commit(foldedIndex(index, groups, links))
    const plan = planOf(index, groups, totals)
    return {
      readBytes: context.meter.readBytes,
      writtenBytes: context.meter.writtenBytes,
      dataBytes: plan.dataBytes,
      zeroBytes: plan.zeroBytes,
      records: plan.records,
      sizeBytes: plan.sizeBytes,
      path: null,
      target: request.target,
      warnings: [...plan.warnings],
    }
  } finally {
    await transaction.abort()
  }
}

function planOf(index: ImageIndex, groups: readonly FoldGroup[], totals: readonly GroupTotals[]): Plan {
  const { links, into } = foldCounts(groups)
  return {
    outputBytes: sum(totals, ({ fileBytes }) => fileBytes),
    readBytes: sum(totals, ({ dataBytes }) => dataBytes),
    dataBytes: sum(totals, ({ dataBytes }) => dataBytes),
    zeroBytes: sum(totals, ({ zeroBytes }) => zeroBytes),
    records: sum(totals, ({ count }) => count),
    sizeBytes: headSizeBytes(index),
    checks: [
      { label: 'Every file that is joined is there', state: 'ok' },
      { label: `${links} links become ${into}; every snapshot stays`, state: 'ok' },
    ],
    warnings: groups.length === 0 ? ['Every point between two links has a name, so there is nothing to fold'] : [],
  }
}

/** What of each link that is joined is in what it is joined into. */
async function foldPreview(planned: FoldPlan, ref: LibraryRef, context: OpContext): Promise<MergePreview> {
  const { index, totals } = planned
  const inputs: { readonly called: string; readonly fileBytes: number }[] = []
  const steps: PreviewStep[] = []
  for (const group of planned.groups) {
    if (group.keep !== null) continue
    const links = index.links.slice(group.begin, group.end)
    const first = inputs.length
    inputs.push(...links.map(({ file, fileBytes }) => ({ called: file, fileBytes })))
    steps.push(
      await withGroup({ ref, index, group }, context, (_, stretch) => ({
        layers: stretch.layers,
        pieces: () => stretchPieces(stretch),
        inputs: links.map((_, number) => first + number),
      })),
    )
  }
  const bytes = sum(totals, ({ fileBytes }) => fileBytes)
  return previewOf({ steps, inputs, after: { files: steps.length, bytes } })
}

/** How many links a fold replaces, and by how many. */
export function foldCounts(groups: readonly FoldGroup[]): { readonly links: number; readonly into: number } {
  return { links: sum(groups, ({ begin, end }) => end - begin), into: groups.length }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
