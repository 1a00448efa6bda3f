import { AppError } from '../../../shared/errors.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { checkContinuous } from '../algebra/continuity.ts'
import { firstMergeFault, type MergeFault, type MergeSide } from '../algebra/mergeDiffOrder.ts'
import { BANNER_DIFF_V1 } from '../codec/diffFormat.ts'
import { scanToFault, type ScannedToFault } from '../codec/diffV1Scan.ts'
import { badRecord, truncated } from '../codec/streamErrors.ts'
import type { RandomAccess } from '../delta.ts'
import { type OpContext, STANDARD_STREAM } from './context.ts'
import { inFile } from './diffFiles.ts'
import { type InputFile, inputsFor, openInputFile } from './inputFile.ts'
import { inLayer, withDetail } from './mergeInput.ts'
import { checkOutput } from './output.ts'

type MergeRequest = Extract<JobRequest, { kind: 'merge' }>

/**
 * Of all that is wrong with a refused merge of two files, what the real merge-diff meets first: it opens both inputs, makes the output,
 * reads both headers, compares the names, and then reads records of the one or the other as their offsets ask for. So a script gets the
 * exit code and the lines it knows, also where two things are wrong. `detail.layer` is the input (0 or 1); `detail.aborts`: the real tool
 * crashes there. Whatever else was wrong comes back as it was.
 */
export async function asMergeDiffMeets(error: unknown, request: MergeRequest, context: OpContext): Promise<unknown> {
  const paths = request.inputs.flatMap((input) => (input.kind === 'file' ? [input.path] : []))
  const [first, second] = paths
  if (!(error instanceof AppError) || request.inputs.length !== 2 || request.sort === true) return error
  if (first === undefined || second === undefined || first === STANDARD_STREAM) return error
  const opened: InputFile[] = []
  try {
    const scans: ScannedToFault[] = []
    for (const [layer, path] of [first, second].entries()) {
      opened.push(await inside(layer, path, () => openInputFile(path, inputsFor(request.path, context))))
    }
    await checkOutput(request.path, request.output)
    for (const [layer, input] of opened.entries()) {
      scans.push(await inside(layer, input.path, () => scanToFault(input.file, { signal: context.signal }), input.file))
    }
    const [before, after] = scans
    if (before === undefined || after === undefined) return error
    checkContinuous(before.header, after.header)
    const met = firstMergeFault([sideOf(before), sideOf(after)])
    if (met === null) return error
    const file = opened[met.side]
    return inFile(inLayer(asError(met, scans[met.side], file?.file), met.side), file?.path ?? '')
  } catch (met) {
    return met instanceof AppError ? met : error
  } finally {
    await Promise.all(opened.map((input) => input.close()))
  }
}

function sideOf({ header, records, fault, cut }: ScannedToFault): MergeSide {
  return { records, sizeBytes: header.sizeBytes ?? 0, isBroken: fault !== null, cut }
}

function asError(met: MergeFault, scan: ScannedToFault | undefined, file: RandomAccess | undefined): AppError {
  const end = file?.sizeBytes ?? 0
  switch (met.what) {
    case 'head':
      // Behind a record whose payload breaks off nothing more can be read; in front of that, an empty record is what stops it.
      if (scan !== undefined && met.index < scan.records.count) {
        const recordOffset = scan.records.offset(met.index)
        return badRecord('record', 'length', 'zero-length', scan.records.position(met.index), { recordOffset })
      }
      return scan?.cut === null && scan.fault !== null ? scan.fault : truncated('end', 'tag', end)
    case 'order': {
      const facts = { previousEnd: met.previousEnd, recordOffset: met.offset }
      return badRecord('record', 'offset', met.atEnd ? 'past-size' : 'out-of-order', end, facts)
    }
    case 'data':
      return truncated('payload', 'data', end)
    case 'abort': {
      const sizeBytes = scan?.header.sizeBytes ?? 0
      const error = badRecord('record', 'length', 'past-size', end, { sizeBytes })
      return withDetail(error, { aborts: true })
    }
  }
}

/** Says in which input, and which file, a failure is. */
async function inside<T>(layer: number, path: string, work: () => Promise<T>, file?: RandomAccess): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw inFile(inLayer(error, layer, file === undefined ? null : beginningOf(file)), path)
  }
}

function beginningOf(file: RandomAccess): Uint8Array {
  const bytes = new Uint8Array(BANNER_DIFF_V1.length)
  return bytes.subarray(0, file.readAtSync(0, bytes))
}
