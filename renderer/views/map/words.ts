import { mapText } from '../../mapText.ts'
import type { CellFacts, MapMode } from '../../model/map/reading.ts'
import type { MapStretch } from '../../model/map/stretch.ts'
import { text } from '../../strings.ts'

/** What the map tells, as the words beside its title. */
export function aboutWords(mode: MapMode, { point, from, steps }: MapStretch): string {
  const to = point.snapshot?.name.text ?? text.app.head
  const start = from?.snapshot?.name.text ?? null
  if (mode === 'changed') return mapText.about.changed(start, to)
  if (mode === 'heat') return mapText.about.heat(start, to, steps.length)
  return mapText.about[mode](to)
}

/** What a cell holds: where it is, and what the mode tells of it. */
export function cellWords(
  facts: CellFacts,
  mode: MapMode,
  writers: ReadonlyMap<number, string>,
): { readonly where: string; readonly objects: string; readonly what: string } {
  const t = mapText.tip
  const size = facts.end - facts.start
  const writer = facts.lastLink === null ? undefined : writers.get(facts.lastLink)
  const last = writer === undefined ? [] : [t.lastBy(writer)]
  const isEmpty = facts.allocatedBytes === 0
  const allocated = isEmpty ? t.hole : t.allocated(facts.allocatedBytes, size)
  const changed = [
    ...(facts.changedBytes > 0 ? [t.changed(facts.changedBytes, size)] : []),
    ...(facts.zeroBytes > 0 ? [t.zeroed(facts.zeroBytes)] : []),
  ]
  const parts: Record<MapMode, readonly string[]> = {
    allocated: [allocated, ...last],
    age: [allocated, ...last],
    changed: changed.length === 0 ? [isEmpty ? t.hole : t.unchanged, ...last] : [...changed, ...last],
    heat: [(facts.changedIn ?? 0) > 0 ? t.times(facts.changedIn ?? 0) : isEmpty ? t.hole : t.unchanged, ...last],
  }
  return {
    where: t.where(facts.start),
    objects: t.objects(facts.firstObject, facts.lastObject),
    what: parts[mode].join(', '),
  }
}
