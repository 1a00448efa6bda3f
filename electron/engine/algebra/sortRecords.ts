import { RecordTable } from '../codec/recordTable.ts'
import { IntHeap } from './intHeap.ts'

/**
 * Puts the records of a delta in ascending order, disjoint: where two overlap the one that stands later in the stream wins, as the real
 * importer applies them in stream order (FORMATS §6.4, §7.4). Records without length say nothing and are left out.
 *
 * O(R log R) for R records; 12 bytes a record beside the two tables. A table that is in order comes back as it is.
 */
export function sortRecords(records: RecordTable): RecordTable {
  if (isSorted(records)) return records
  const order = inOrderOfOffset(records)
  const sorted = new RecordTable()
  const active = new IntHeap(order.length, (a, b) => a > b)
  let next = 0
  let at = 0
  for (;;) {
    while (active.size > 0 && records.end(active.top) <= at) active.pop()
    if (active.size === 0) {
      if (next === order.length) return sorted
      at = Math.max(at, records.offset(order[next] as number))
      while (next < order.length && records.offset(order[next] as number) <= at) active.push(order[next++] as number)
      continue
    }
    const top = active.top
    let stop = records.end(top)
    while (next < order.length) {
      const candidate = order[next] as number
      const offset = records.offset(candidate)
      if (offset >= stop) break
      if (candidate > top && offset > at) {
        stop = offset
        break
      }
      active.push(candidate)
      next++
      // A later record that begins right here is what is seen, so the look begins anew.
      if (candidate > top) break
    }
    if (active.top !== top) continue
    const isData = records.isData(top)
    sorted.push(records.kind(top), at, stop - at, isData ? records.position(top) + at - records.offset(top) : -1)
    at = stop
  }
}

function isSorted(records: RecordTable): boolean {
  for (let i = 0, end = 0; i < records.count; i++) {
    if (records.offset(i) < end || records.length(i) === 0) return false
    end = records.end(i)
  }
  return true
}

function inOrderOfOffset(records: RecordTable): Uint32Array {
  let count = 0
  const order = new Uint32Array(records.count)
  for (let i = 0; i < records.count; i++) if (records.length(i) > 0) order[count++] = i
  return order.subarray(0, count).sort((a, b) => records.offset(a) - records.offset(b) || a - b)
}
