import type { Estimate, MergePreview } from '../../../shared/estimate.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { rounded } from './rounded.ts'

const GIB = 1024 ** 3

const ESTIMATE: Estimate = {
  outputBytes: 2.1 * GIB,
  readBytes: 3.7 * GIB,
  dataBytes: 2.1 * GIB,
  zeroBytes: 0.4 * GIB,
  records: 18_204,
  sizeBytes: 200 * GIB,
  checks: [
    { label: 'Every file of the chain is there', state: 'ok', error: null },
    { label: 'Records ascend, none overlaps, end records are present', state: 'ok', error: null },
  ],
  warnings: ['The two files bear no manifest: that they belong together rests on names and sizes'],
}

/** Where an input's data lies: in waves, of which the later inputs cover a part. */
function laneOf(index: number, of: number) {
  return Array.from({ length: 64 }, (_, part) => {
    const wave = Math.sin(part / (3 + index) + index * 2) + Math.sin(part / 1.7) * 0.4
    const dataBytes = wave > 0.35 ? Math.round(wave * 0.04 * GIB) : 0
    const isCovered = index < of - 1 && (part + index * 11) % 7 < 3
    return { dataBytes, keptBytes: isCovered ? Math.round(dataBytes * 0.2) : dataBytes }
  })
}

/** A merge in which the earlier of the inputs lose some of their data to the later ones. */
function previewOf(names: readonly string[]): MergePreview {
  const inputs = names.map((called, index) => {
    const dataBytes = (1.8 - 0.4 * (index % 4)) * GIB
    const share = index === names.length - 1 ? 1 : 0.35 + 0.2 * (index % 3)
    return {
      called,
      fileBytes: dataBytes * 1.002,
      records: 9000 - 700 * index,
      dataBytes,
      zeroBytes: index === 1 ? 0.2 * GIB : 0,
      keptBytes: dataBytes * share,
      lane: laneOf(index, names.length),
    }
  })
  const bytes = inputs.reduce((sum, { fileBytes }) => sum + fileBytes, 0)
  const kept = inputs.reduce((sum, { keptBytes }) => sum + keptBytes, 0)
  const gone = inputs.reduce((sum, { dataBytes }) => sum + dataBytes, 0) - kept
  return {
    inputs,
    before: { files: inputs.length, bytes, records: inputs.reduce((sum, { records }) => sum + records, 0) },
    after: { files: 1, bytes: kept * 1.002, records: 18_204 },
    overwrittenBytes: gone * 0.8,
    zeroedBytes: gone * 0.2,
  }
}

/** What a job would do on the made-up host. */
export function estimateOf(request: JobRequest): Estimate {
  if (request.kind === 'merge') {
    const merge = previewOf(
      request.inputs.map((input) => (input.kind === 'file' ? input.path : input.image.image.text)),
    )
    return rounded({ ...ESTIMATE, outputBytes: merge.after.bytes, readBytes: merge.after.bytes, merge })
  }
  if (request.kind === 'fold')
    return rounded({ ...ESTIMATE, warnings: [], merge: previewOf(['000005.diff', '000006.diff']) })
  if (request.kind === 'verify' || request.kind === 'compare' || request.kind === 'manifest') {
    return rounded({ ...ESTIMATE, outputBytes: 0, readBytes: 67.7 * GIB, warnings: [] })
  }
  return rounded(request.kind === 'convert' && request.inputs.length > 3 ? { ...ESTIMATE, spillBytes: GIB } : ESTIMATE)
}
