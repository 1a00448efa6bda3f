import { mergeInputsOf } from '../actions/current.ts'
import { dndText } from '../dndText.ts'
import { incrementOfLink, isWithin, joined, stretchBetween } from '../model/increments.ts'
import { historyOf, rangeOf } from '../model/points.ts'
import { imageKey } from '../stores/images.ts'
import type { Sheet } from '../stores/ui.ts'
import { text } from '../strings.ts'
import type { Drop, Known } from './registry.ts'
import type { Carried, Place } from './things.ts'

const t = dndText

/** A stretch on an increment of the same image: both, and everything between, are merged. */
export function rangeOnIncrement(
  range: Extract<Carried, { kind: 'range' }>,
  place: Extract<Place, { kind: 'increment' }>,
  known: Known,
): Drop | null {
  const details = imageKey(range.image) === imageKey(place.image) ? known(place.image) : undefined
  const carried = details === undefined ? null : stretchBetween(details, range.from, range.to)
  if (details === undefined || carried === null) return null
  const onto = incrementOfLink(details, place.link)
  if (onto === null) return { isPossible: false, why: t.why.noStart }
  if (isWithin(onto, carried)) return { isPossible: false, why: t.why.withItself }
  const { from, to, count } = joined(details, carried, onto)
  const names = [from.snapshot?.name.text ?? text.app.nothing, to.snapshot?.name.text ?? text.app.head] as const
  if (!to.restorable) return { isPossible: false, why: t.why.broken(names[1]) }
  const ontoNames = [onto.from.snapshot?.name.text ?? '', onto.to.snapshot?.name.text ?? text.app.head] as const
  return {
    isPossible: true,
    label: t.mergeWith(...ontoNames, count, ...names),
    // Made when it is opened: ten thousand places may be asked about, and each could lead over ten thousand increments.
    get sheet(): Sheet {
      const stretch = rangeOf(historyOf(details), from.key, to.key)
      return { kind: 'merge', inputs: stretch === null ? [] : mergeInputsOf(details, stretch), files: [] }
    },
  }
}
