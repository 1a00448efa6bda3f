import type { ImageDetails, LinkInfo } from '../../shared/contract.ts'
import { text } from '../strings.ts'
import type { History } from './points.ts'
import { historyOf } from './points.ts'

interface Stations {
  /** By station: the name of the first snapshot there. */
  readonly names: ReadonlyMap<number, string>
  /** By number of a link with content: the station it leads to. */
  readonly after: ReadonlyMap<number, number>
  /** By number of a link: the name that a link which only gives a name gave. */
  readonly sealed: ReadonlyMap<number, string>
}

const known = new WeakMap<History, Stations>()

/** Worked out once for a history: tables ask for thousands of names. */
function stationsOf(history: History): Stations {
  const before = known.get(history)
  if (before !== undefined) return before
  const names = new Map<number, string>()
  const sealed = new Map<number, string>()
  for (const { snapshot, station } of history.points) {
    if (snapshot === null) continue
    if (!names.has(station)) names.set(station, snapshot.name.text)
    if (!sealed.has(snapshot.afterLink)) sealed.set(snapshot.afterLink, snapshot.name.text)
  }
  const stations = { names, sealed, after: new Map(history.steps.map(({ number }, index) => [number, index + 1])) }
  known.set(history, stations)
  return stations
}

/** Today's name of what stands after so many steps: a snapshot's, `head`, or null for a point that has none. */
export function nameAtStation(history: History, station: number): string | null {
  return stationsOf(history).names.get(station) ?? (station === history.steps.length ? text.app.head : null)
}

/** Today's names of the points before and after a link. */
export function endsOf(details: ImageDetails, link: LinkInfo): { readonly from: string; readonly to: string } {
  const history = historyOf(details)
  const { after, sealed } = stationsOf(history)
  const station = after.get(link.number)
  if (station === undefined) return { from: '—', to: sealed.get(link.number) ?? text.inspector.unnamed(link.number) }
  const before = station === 1 ? null : history.steps[station - 2]
  return {
    from:
      stationsOf(history).names.get(station - 1) ??
      (before === null ? text.app.nothing : text.inspector.unnamed(before?.number ?? 0)),
    to: nameAtStation(history, station) ?? text.inspector.unnamed(link.number),
  }
}
