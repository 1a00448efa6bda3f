import type { LinkInfo } from '../../../shared/contract.ts'
import { formatBytes } from '../../../shared/units.ts'
import { mapText } from '../../mapText.ts'
import type { MapScale } from './cells.ts'
import type { MapMode, MapReading } from './reading.ts'
import { sumsOf } from './reading.ts'
import type { Tile } from './tiles.ts'

/** An entry of the legend: looks, and what they mean. */
export interface LegendEntry {
  readonly tiles: readonly Tile[]
  readonly label: string
  /** What goes first where there is little room. */
  readonly more?: string
}

/** What the looks of a map mean, with the bytes of each sort. */
export function legendOf(
  reading: MapReading,
  mode: MapMode,
  scale: MapScale,
  { steps, writers }: { readonly steps: readonly LinkInfo[]; readonly writers: ReadonlyMap<number, string> },
): readonly LegendEntry[] {
  const t = mapText.legend
  const sums = sumsOf(reading)
  const hole: LegendEntry = { tiles: ['hole'], label: t.hole(formatBytes(sums.holeBytes)) }
  if (mode === 'allocated') {
    const zeros: readonly LegendEntry[] = sums.zeroBytes === 0 ? [] : [{ tiles: ['zero-data'], label: t.zeros }]
    return [
      hole,
      { tiles: ['d1', 'd2', 'd3', 'd4'], label: t.data(formatBytes(sums.allocatedBytes)), more: t.share },
      ...zeros,
    ]
  }
  if (mode === 'changed') {
    return [
      hole,
      { tiles: ['data'], label: t.unchanged(formatBytes(sums.unchangedBytes)) },
      { tiles: ['l1', 'l2', 'l3', 'l4'], label: t.changed(formatBytes(sums.changedBytes)), more: t.share },
      { tiles: sums.zeroBytes > 0 ? ['zero', 'zero-part'] : ['zero'], label: t.becameZero },
    ]
  }
  const name = (link: LinkInfo | undefined) => writers.get(link?.number ?? 0) ?? ''
  if (mode === 'heat') {
    return [
      hole,
      { tiles: ['data'], label: t.never },
      ...scale.classes.map(
        ({ level, first, last }): LegendEntry => ({
          tiles: [`l${level as 1 | 2 | 3 | 4}`],
          label: t.times(first, last),
        }),
      ),
    ]
  }
  const newest = steps.length
  return [
    hole,
    ...(newest === 0 ? [] : [{ tiles: ['data'], label: name(steps[0]) } as const]),
    ...[...scale.classes].reverse().map(
      ({ level, first, last }): LegendEntry => ({
        tiles: [`l${level as 1 | 2 | 3 | 4}`],
        label: t.writers(name(steps[newest - last]), name(steps[newest - first])),
      }),
    ),
  ]
}
