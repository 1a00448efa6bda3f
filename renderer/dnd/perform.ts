import { guarded } from '../actions/failure.ts'
import { loadDetails } from '../actions/library.ts'
import { announce, showSheet } from '../stores/ui.ts'
import { dndText } from '../dndText.ts'
import { carryKey, pickUp } from './carry.ts'
import { dndStore } from './dndStore.ts'
import { allPlaces, knownImage } from './places.ts'
import type { Drop } from './registry.ts'
import type { Carried } from './things.ts'
import { calledOf } from './things.ts'

const t = dndText.carry

/** Does what a drop stands for: opens the sheet in which it goes on. Says why where it cannot be. */
export function performDrop(drop: Drop): void {
  if (!drop.isPossible) {
    announce(drop.why)
    return
  }
  const { sheet } = drop
  if (sheet.kind === 'pipe' && sheet.target !== undefined) void guarded(() => loadDetails(sheet.target ?? sheet.source))
  showSheet(sheet)
}

/** Picks something up with the keyboard. */
export function startCarry(carried: Carried): void {
  const carry = pickUp(carried, allPlaces(), knownImage)
  const called = calledOf(carried)
  if (carry === null) {
    announce(t.nowhere(called))
    return
  }
  dndStore.setState({ carry })
  announce(t.picked(called, carry.candidates.length))
}

/** What a key does to what is carried. False: nothing. */
export function keyWhileCarrying(key: string, isShift: boolean): boolean {
  const { carry } = dndStore.getState()
  const act = carry === null ? null : carryKey(carry, key, isShift)
  if (carry === null || act === null) return false
  if (act.kind === 'move') {
    dndStore.setState({ carry: act.carry })
    return true
  }
  if (act.kind === 'back') endCarry()
  else dropAt(carry.index)
  return true
}

/** Drops what is carried on one of its places. */
export function dropAt(index: number): void {
  const { carry } = dndStore.getState()
  const candidate = carry?.candidates[index]
  if (candidate === undefined) return
  dndStore.setState({ carry: null })
  announce(t.dropped(candidate.drop.label))
  performDrop(candidate.drop)
}

/** Puts what is carried back. */
export function endCarry(): void {
  const { carry } = dndStore.getState()
  dndStore.setState({ carry: null })
  if (carry !== null) announce(t.back(calledOf(carry.carried)))
}
