import type { PreviewStep } from '../algebra/preview.ts'
import type { ChainStep } from '../chain/steps.ts'
import type { ChainInput, OpenChain } from '../chain/types.ts'
import { isFilling } from '../codec/fillingReader.ts'
import type { Awaitable, DeltaHeader, DeltaReader } from '../delta.ts'
import type { DeltaFacts, SourceFacts } from '../manifest/facts.ts'
import type { Counted } from './counting.ts'
import {
  countStretch,
  readStretch,
  readStretchAsIs,
  type Stretch,
  stretchPieces,
  type StretchTotals,
} from './rangePlan.ts'

/** A delta that will be written, wherever it comes from. */
export interface Written {
  readonly header: DeltaHeader
  /** What it amounts to, from headers; where `isExact` is false, at most. */
  readonly totals: StretchTotals
  readonly isExact: boolean
  /** It comes over a pipe: `totals` says nothing. */
  readonly isStream?: boolean | undefined
  /** Reads it, with the holes of a raw base found. */
  readonly open: () => DeltaReader
  /** Reads it for a target that finds holes itself. */
  readonly openAsIs: () => DeltaReader
  /** Ids and times of its ends, for the manifest. */
  readonly ids?: Pick<DeltaFacts, 'fromId' | 'toId' | 'toCreatedAt'> | undefined
  readonly preview?: PreviewStep | undefined
}

/** What is known of where the deltas come from: for the plan and the manifest. */
export interface Origin {
  readonly inputs: readonly ChainInput[]
  /** Of a live image it may still be asked for: it is waited for when the manifest is written. */
  readonly source: Awaitable<SourceFacts | null>
  readonly warnings: readonly string[]
  close(): Promise<void>
}

/** A located stretch as a delta to be written. */
export function writtenStretch(
  header: DeltaHeader,
  stretch: Stretch,
  more: Pick<Written, 'ids'> & { readonly inputs?: readonly number[] | undefined } = {},
): Written {
  const { ids, inputs } = more
  return {
    header,
    totals: countStretch(stretch),
    isExact: stretch.isRawBase !== true,
    open: () => readStretch(header, stretch),
    openAsIs: () => readStretchAsIs(header, stretch),
    ids,
    preview:
      inputs === undefined ? undefined : { layers: stretch.layers, pieces: () => stretchPieces(stretch), inputs },
  }
}

/** A delta under another header: what its source does not say of its ends, or what is not to go on with it. */
export function withHeader(delta: Written, header: DeltaHeader): Written {
  return {
    ...delta,
    header,
    open: () => underHeader(delta.open(), header),
    openAsIs: () => underHeader(delta.openAsIs(), header),
  }
}

function underHeader(reader: DeltaReader, header: DeltaHeader): DeltaReader {
  return {
    header,
    // Large payloads go straight into the encoder's buffer where the reader can put them there.
    ...(isFilling(reader) ? { payloadInto: (into: Uint8Array) => reader.payloadInto(into) } : {}),
    next: () => reader.next(),
    payload: (maxBytes) => reader.payload(maxBytes),
    close: () => reader.close(),
  }
}

/** A step of a chain as a delta to be written. `reading` merge: the zeros of later deltas are kept, as the real merge-diff keeps them. */
export function writtenStep(
  chain: OpenChain,
  step: ChainStep,
  options: { readonly range?: Stretch['range']; readonly reading: 'merge' | 'chain' },
): Written {
  const { fromId, toId, toCreatedAt } = step
  const inputs = chain.links.slice(step.first, step.end).map(({ input }) => input)
  return writtenStretch(step.header, stretchOf(chain, step, options), { ids: { fromId, toId, toCreatedAt }, inputs })
}

/** The links `[first, end)` of a chain as a stretch. */
export function stretchOf(
  chain: OpenChain,
  { first, end }: Pick<ChainStep, 'first' | 'end'>,
  options: { readonly range?: Stretch['range']; readonly reading: 'merge' | 'chain' },
): Stretch {
  const links = chain.links.slice(first, end)
  return {
    layers: links.map(({ layer }) => layer),
    files: links.map(({ file }) => file),
    fromNothing: options.reading === 'chain' && chain.fromNothing && first === 0,
    isRawBase: links[0]?.isRaw,
    range: options.range,
  }
}

/** The sum over deltas. */
export function sumTotals(deltas: readonly Pick<Written, 'totals'>[]): StretchTotals {
  const sum = (of: (totals: StretchTotals) => number): number => deltas.reduce((all, { totals }) => all + of(totals), 0)
  return { count: sum((t) => t.count), dataBytes: sum((t) => t.dataBytes), zeroBytes: sum((t) => t.zeroBytes) }
}

/** A delta as the manifest of its file describes it. */
export function deltaFacts({ header, ids }: Written, { records, dataBytes, zeroBytes }: Counted): DeltaFacts {
  return { header, records, dataBytes, zeroBytes, ...ids }
}
