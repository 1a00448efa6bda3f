import { lastWhere } from './axis.ts'

/** Neighbouring marks that are drawn as one: from index `from` to index `to`, both counted. One mark alone has both the same. */
export interface Group {
  readonly from: number
  readonly to: number
  /** Where it is drawn: the middle of its marks. */
  readonly x: number
}

/** Marks nearer than this are drawn as one. */
export const NEAR_PX = 13
/** A group is at most so wide, so that a dense stretch still shows where it is denser. */
const WIDEST_PX = 20

export interface GroupInput {
  readonly count: number
  /** Ascending. */
  readonly xOf: (index: number) => number
  readonly from: number
  readonly to: number
  /** Width of the boxes that marks are put into; they lie still while the picture is moved. */
  readonly box: number
  /** Marks that stand for themselves, whatever is near; ascending. */
  readonly alone: readonly number[]
}

/** Groups the marks between two px: no more than there are boxes, found by jumps, so that it does not matter how many marks there are. */
export function groupMarks({ count, xOf, from, to, box, alone }: GroupInput): readonly Group[] {
  const joined: { from: number; to: number }[] = []
  const start = Math.floor(from / box) * box
  let index = lastWhere(count, (one) => xOf(one) < start) + 1
  while (index < count) {
    const x = xOf(index)
    if (x > to) break
    const end = (Math.floor(x / box) + 1) * box
    let last = index
    if (index + 1 < count && xOf(index + 1) < end) {
      const first = index
      last = first + lastWhere(count - first, (step) => xOf(first + step) < end)
    }
    const before = joined.at(-1)
    if (before !== undefined && isOne(before, index, last, xOf)) before.to = last
    else joined.push({ from: index, to: last })
    index = last + 1
  }
  return split(joined, alone).map((group) => ({ ...group, x: (xOf(group.from) + xOf(group.to)) / 2 }))
}

function isOne(before: { from: number; to: number }, from: number, to: number, xOf: (index: number) => number) {
  return xOf(from) - xOf(before.to) < NEAR_PX && xOf(to) - xOf(before.from) <= WIDEST_PX
}

/** Takes marks that stand for themselves out of the groups they fell into. */
function split(groups: readonly { from: number; to: number }[], alone: readonly number[]) {
  if (alone.length === 0) return groups
  return groups.flatMap((group) => {
    const parts: { from: number; to: number }[] = []
    let from = group.from
    for (const index of alone) {
      if (index < from || index > group.to) continue
      if (index > from) parts.push({ from, to: index - 1 })
      parts.push({ from: index, to: index })
      from = index + 1
    }
    if (from <= group.to) parts.push({ from, to: group.to })
    return parts
  })
}
