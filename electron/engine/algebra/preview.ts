import type { MergePreview } from '../../../shared/estimate.ts'
import { BinGrid, BinnedBytes } from './bins.ts'
import { IntHeap } from './intHeap.ts'
import type { Layer, Piece } from './piece.ts'

/** One delta that will be written: its layers, oldest first, the pieces they compose to, and for each layer the number of the input it comes from. */
export interface PreviewStep {
  readonly layers: readonly Layer[]
  readonly pieces: () => Iterable<Piece>
  readonly inputs: readonly number[]
}

/** What a preview is computed of. `after`: what will be written. */
export interface PreviewWork {
  readonly steps: readonly PreviewStep[]
  readonly inputs: readonly { readonly called: string; readonly fileBytes: number }[]
  readonly after: { readonly files: number; readonly bytes: number }
}

/** Parts of the image that a lane has. */
const LANE_PARTS = 64

/** Of more inputs than this nobody looks at lanes, and an answer has its limits. */
const LANES_MAX = 256

/**
 * What a merge, a fold or a conversion keeps of each input, from headers only.
 *
 * Data of a layer that is not in the result is either overwritten (the result has data there, of a later layer) or zeroed (the result is
 * zero there, or ends before). One sweep over the records, O(N) memory for N layers. Of at most {@link LANES_MAX} inputs it also says where
 * in the image, as large as the last of the results, their data lies and survives.
 */
export function previewOf({ steps, inputs, after }: PreviewWork): MergePreview {
  const rows = inputs.map(({ called, fileBytes }) => ({
    called,
    fileBytes,
    records: 0,
    dataBytes: 0,
    zeroBytes: 0,
    keptBytes: 0,
  }))
  const lanes = inputs.length <= LANES_MAX ? new Lanes(inputs.length, steps) : null
  let records = 0
  let overwrittenBytes = 0
  let zeroedBytes = 0
  for (const step of steps) {
    const seen = new Seen(step, lanes)
    records += seen.records
    for (const [number, layer] of step.layers.entries()) {
      const row = rows[step.inputs[number] as number]
      if (row === undefined) throw new RangeError(`layer ${number} comes from no input`)
      const kept = seen.kept[number] as number
      const underData = seen.under[number] as number
      row.records += layer.records.count
      row.dataBytes += layer.records.dataBytes
      row.zeroBytes += layer.records.zeroBytes
      row.keptBytes += kept
      overwrittenBytes += underData - kept
      zeroedBytes += layer.records.dataBytes - underData
      lanes?.addRecords(step.inputs[number] as number, layer)
    }
  }
  return {
    inputs: lanes === null ? rows : rows.map((row, number) => ({ ...row, lane: lanes.of(number) })),
    before: {
      files: rows.length,
      bytes: rows.reduce((sum, row) => sum + row.fileBytes, 0),
      records: rows.reduce((sum, row) => sum + row.records, 0),
    },
    after: { ...after, records },
    overwrittenBytes,
    zeroedBytes,
  }
}

/** Where in the image the data of each input lies, and where of that it survives. */
class Lanes {
  readonly #data: readonly BinnedBytes[]
  readonly #kept: readonly BinnedBytes[]

  constructor(inputs: number, steps: readonly PreviewStep[]) {
    const length = steps.at(-1)?.layers.at(-1)?.sizeBytes ?? 0
    const grid = new BinGrid({ offset: 0, length }, LANE_PARTS)
    const lanes = (): BinnedBytes[] => Array.from({ length: inputs }, () => new BinnedBytes(grid))
    this.#data = lanes()
    this.#kept = lanes()
  }

  addRecords(input: number, { records }: Layer): void {
    const lane = this.#data[input]
    for (let at = 0; at < records.count; at++) {
      if (records.isData(at)) lane?.add(true, records.offset(at), records.length(at))
    }
  }

  addKept(input: number, offset: number, length: number): void {
    this.#kept[input]?.add(true, offset, length)
  }

  of(input: number): { dataBytes: number; keptBytes: number }[] {
    const kept = this.#kept[input]?.data
    return Array.from(this.#data[input]?.data ?? [], (dataBytes, part) => ({ dataBytes, keptBytes: kept?.[part] ?? 0 }))
  }
}

/** What the result has of each layer's data, and how much of it lies where the result has data at all. */
class Seen {
  readonly kept: Float64Array
  readonly under: Float64Array
  records = 0
  readonly #layers: readonly Layer[]
  /** Of each layer the record looked at, and where it next touches what is still ahead. */
  readonly #index: Float64Array
  readonly #start: Float64Array
  readonly #ahead: IntHeap

  constructor({ layers, pieces, inputs }: PreviewStep, lanes: Lanes | null) {
    const start = new Float64Array(layers.length)
    this.kept = new Float64Array(layers.length)
    this.under = new Float64Array(layers.length)
    this.#layers = layers
    this.#index = new Float64Array(layers.length)
    this.#start = start
    this.#ahead = new IntHeap(layers.length, (a, b) => (start[a] as number) < (start[b] as number))
    for (const number of layers.keys()) this.#ahead.push(number)
    for (const { kind, offset, length, layer } of pieces()) {
      this.records++
      if (kind !== 'data') continue
      this.kept[layer] = (this.kept[layer] as number) + length
      lanes?.addKept(inputs[layer] as number, offset, length)
      this.#look(offset, offset + length)
    }
  }

  /** The result has data in `[offset, end)`, behind everything looked at before: counts what each layer has there. */
  #look(offset: number, end: number): void {
    const ahead = this.#ahead
    while (ahead.size > 0 && (this.#start[ahead.top] as number) < end) {
      const number = ahead.pop()
      const { records } = this.#layers[number] as Layer
      let index = this.#index[number] as number
      let bytes = 0
      while (index < records.count && records.offset(index) < end) {
        const stop = records.end(index)
        if (records.isData(index)) bytes += Math.max(0, Math.min(stop, end) - Math.max(records.offset(index), offset))
        if (stop > end) break
        index++
      }
      this.under[number] = (this.under[number] as number) + bytes
      this.#index[number] = index
      if (index === records.count) continue
      this.#start[number] = Math.max(records.offset(index), end)
      ahead.push(number)
    }
  }
}
