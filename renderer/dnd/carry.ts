import type { Drop, Known } from './registry.ts'
import { dropOf } from './registry.ts'
import type { Carried, Place } from './things.ts'

/** A place that takes what is carried. */
export interface Candidate {
  readonly place: Place
  readonly drop: Extract<Drop, { isPossible: true }>
}

/** Something picked up with the keyboard, on its way. */
export interface Carry {
  readonly carried: Carried
  readonly candidates: readonly Candidate[]
  /** The one it would be dropped on. */
  readonly index: number
}

/** Picks something up; null where no place takes it. It begins at the first place, which is the nearest in the order given. */
export function pickUp(carried: Carried, places: readonly Place[], known: Known): Carry | null {
  const candidates = places.flatMap((place): readonly Candidate[] => {
    const drop = dropOf(carried, place, known)
    return drop?.isPossible === true ? [{ place, drop }] : []
  })
  return candidates.length === 0 ? null : { carried, candidates, index: 0 }
}

/** What a key does to something that is carried; null: nothing. Past either end it goes on at the other. */
export function carryKey(
  carry: Carry,
  key: string,
  isShift: boolean,
): { readonly kind: 'move'; readonly carry: Carry } | { readonly kind: 'drop' } | { readonly kind: 'back' } | null {
  const { length } = carry.candidates
  const at = (index: number) => ({ kind: 'move' as const, carry: { ...carry, index: (index + length) % length } })
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return at(carry.index + 1)
    case 'ArrowUp':
    case 'ArrowLeft':
      return at(carry.index - 1)
    case 'Tab':
      return at(carry.index + (isShift ? -1 : 1))
    case 'Home':
      return at(0)
    case 'End':
      return at(length - 1)
    case 'Enter':
      return { kind: 'drop' }
    case 'Escape':
      return { kind: 'back' }
    default:
      return null
  }
}

/** The next place after the one it is at whose words hold what was typed; the carry as it is where none does. */
export function findPlace(carry: Carry, typed: string): Carry {
  const { candidates, index } = carry
  const wanted = typed.toLowerCase()
  for (let step = 0; step < candidates.length; step++) {
    const at = (index + step) % candidates.length
    if (candidates[at]?.drop.label.toLowerCase().includes(wanted) === true) return { ...carry, index: at }
  }
  return carry
}
