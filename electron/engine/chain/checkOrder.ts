import { AppError } from '../../../shared/errors.ts'
import { nameFromBytes, sameBytes } from '../../../shared/names.ts'
import { checkContinuous } from '../algebra/continuity.ts'
import type { OpenedInput } from './opened.ts'
import type { ChainLink } from './types.ts'

/** Inputs in their order, with the warnings that their order calls for. */
export interface Joined {
  readonly links: readonly ChainLink[]
  readonly warnings: readonly string[]
}

/**
 * Joins the inputs of a merge as the real tool does: the end name of each must be the start name of the next; two absent names agree, and
 * since nothing but their order says that they follow each other, that is said.
 *
 * @throws AppError E_MERGE_NOT_CONTINUOUS
 */
export function joinForMerge(inputs: readonly OpenedInput[]): Joined {
  const warnings: string[] = []
  eachPair(inputs, (before, after) => {
    checkContinuous(lastOf(before).header, firstOf(after).header)
    if (lastOf(before).header.to === null) warnings.push(nameless(before, after))
  })
  return { links: inputs.flatMap(({ links }) => links), warnings }
}

/**
 * Joins the inputs of a chain. Beside what a merge takes: a raw file stands wherever the diff behind it begins, and a head behind which
 * nothing changed since its snapshot gives way to a diff that starts at that snapshot.
 *
 * @throws AppError E_CHAIN_GAP, E_CHAIN_FORK, E_MERGE_NOT_CONTINUOUS
 */
export function joinChain(inputs: readonly OpenedInput[]): Joined {
  const parts = inputs.map(({ links }) => [...links])
  const warnings: string[] = []
  eachPair(inputs, (before, after, number) => {
    if (after.isBase) throw fork(after, before, 'Both begin from nothing')
    const part = parts[number] as ChainLink[]
    const { from } = firstOf(after).header
    const last = part.at(-1) as ChainLink
    if (last.isRaw && from !== null) {
      part[part.length - 1] = { ...last, header: { ...last.header, to: from } }
      return
    }
    if (last.header.to === null && before.hasHead && from !== null) dropIdleHead(part, from)
    const to = part.at(-1)?.header.to ?? null
    if (to === null && from === null) warnings.push(nameless(before, after))
    else if (to === null || from === null || !sameBytes(to, from)) refuse(inputs, parts, number, from)
  })
  return { links: parts.flat(), warnings }
}

/** Takes links off the end that change nothing since the snapshot `name`. */
function dropIdleHead(part: ChainLink[], name: Uint8Array): void {
  let idle = 0
  for (const { header, layer } of part.toReversed()) {
    const before = part[part.length - idle - 2]
    const isIdle = header.to === null && layer.records.count === 0 && layer.sizeBytes === before?.layer.sizeBytes
    if (!isIdle) break
    idle++
    const to = before?.header.to ?? null
    if (to !== null && sameBytes(to, name)) {
      part.length -= idle
      return
    }
  }
}

function refuse(
  inputs: readonly OpenedInput[],
  parts: readonly (readonly ChainLink[])[],
  number: number,
  from: Uint8Array | null,
): never {
  const [before, after] = [inputs[number] as OpenedInput, inputs[number + 1] as OpenedInput]
  const last = parts[number]?.at(-1) as ChainLink
  if (from === null) throw fork(after, inputs[0] as OpenedInput, 'Both begin from nothing')
  const start = `snapshot “${nameFromBytes(from).text}”`
  for (const [at, part] of parts.slice(0, number + 1).entries()) {
    const rival = part.find((link) => link.header.from !== null && sameBytes(link.header.from, from))
    if (rival !== undefined) throw fork(after, inputs[at] as OpenedInput, `Both go on from ${start}`)
  }
  const leader = inputs
    .slice(number + 2)
    .find(({ links }) => links.some(({ header }) => header.to !== null && sameBytes(header.to, from)))
  if (leader !== undefined || last.header.to === null) checkContinuous(last.header, { from, to: null, sizeBytes: null })
  const end = nameFromBytes(last.header.to ?? new Uint8Array(0)).text
  throw new AppError(
    'E_CHAIN_GAP',
    `Nothing leads from snapshot “${end}”, where ${before.input.called} ends, to ${start}, where ${after.input.called} starts`,
    { detail: { after: end, before: nameFromBytes(from).text, path: after.input.called } },
  )
}

function fork(one: OpenedInput, other: OpenedInput, sentence: string): AppError {
  return new AppError('E_CHAIN_FORK', `${sentence}: ${other.input.called} and ${one.input.called}`, {
    detail: { path: one.input.called, rival: other.input.called },
  })
}

function nameless(before: OpenedInput, after: OpenedInput): string {
  return `Nothing but their order says that ${after.input.called} follows ${before.input.called}: neither names a snapshot there`
}

function eachPair(
  inputs: readonly OpenedInput[],
  visit: (before: OpenedInput, after: OpenedInput, number: number) => void,
): void {
  for (let i = 1; i < inputs.length; i++) visit(inputs[i - 1] as OpenedInput, inputs[i] as OpenedInput, i - 1)
}

const firstOf = ({ links }: OpenedInput): ChainLink => links[0] as ChainLink
const lastOf = ({ links }: OpenedInput): ChainLink => links.at(-1) as ChainLink
