import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { ClusterPool } from '../../../shared/connections.ts'
import { readNames } from '../../actions/clusters.ts'
import { guarded } from '../../actions/failure.ts'
import { visitImage } from '../../actions/library.ts'
import { clusterText } from '../../clusterText.ts'
import { useRows } from '../../components/useRows.ts'
import { type ClusterStop, clusterRows, clusterStops, lineOfStop, placesOf } from '../../model/clusterRows.ts'
import { imageMarks } from '../../model/imageMarks.ts'
import { clusterViewStore, openLines } from '../../stores/clusterView.ts'
import { clustersStore, placeKey } from '../../stores/clusters.ts'
import { imageKey } from '../../stores/images.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { selectionStore } from '../../stores/selection.ts'
import { aimAt } from '../../stores/target.ts'
import { TreeFilter } from '../shell/TreeFilter.tsx'
import { ImageMenu } from '../shell/treeMenus.tsx'
import { FILTER_FROM, ROW_HEIGHT, TreeFrame, useSteady } from '../shell/TreeFrame.tsx'
import { useTreeFocus } from '../shell/useTreeFocus.ts'
import { ClusterRowView } from './ClusterRowView.tsx'
import { LeftoverMenu, PlaceMenu } from './clusterMenus.tsx'

interface ClusterTreeProps {
  readonly connection: string
  readonly pools: readonly ClusterPool[]
}

/** The pools of a cluster, their namespaces and images as a tree with the keys of the library's. A pool is read when it is opened first: its names, nothing else. */
export function ClusterTree({ connection, pools }: ClusterTreeProps) {
  const names = useStore(clustersStore, (state) => state.names)
  const opened = useStore(clusterViewStore, (state) => state.lines)
  const open = useStore(selectionStore, (state) => state.image)
  const jobs = useStore(jobsStore, (state) => state.jobs)
  const marks = useMemo(() => imageMarks(jobs), [jobs])
  const [filter, setFilter] = useState('')
  const scroller = useRef<HTMLDivElement>(null)

  const places = useMemo(() => placesOf(connection, pools), [connection, pools])
  useEffect(() => {
    for (const place of places) {
      const key = placeKey(place)
      if (opened.has(key) && names[key] === undefined) void readNames(place)
    }
  }, [places, opened, names])
  const all = places.reduce((sum, place) => sum + (names[placeKey(place)]?.value?.length ?? 0), 0)
  const wanted = all > FILTER_FROM ? filter : ''
  const rows = useMemo(
    () => clusterRows({ connection, pools, names, opened, filter: wanted }),
    [connection, pools, names, opened, wanted],
  )
  const stops = useMemo(() => clusterStops(rows), [rows])
  const shown = useMemo(() => stops.filter(({ kind }) => kind === 'image').length, [stops])
  const openKey = open === null ? null : imageKey(open)
  const { scrollTo, ...seen } = useRows({ count: rows.length, rowHeight: ROW_HEIGHT, scroller })

  const { tabStop, setFocused, onKeyDown } = useTreeFocus({
    stops,
    lineOf: lineOfStop,
    openKey,
    scroller,
    onReveal: (stop) => scrollTo(rows.indexOf(stop)),
    onAct(act) {
      if (act.kind === 'open-all') return openLines(places.map(placeKey), true)
      const stop = stops[act.index]
      if (stop === undefined) return
      if (act.kind === 'activate') activate(stop)
      else openLines([stop.key], act.kind === 'open')
    },
  })
  const activate = (stop: ClusterStop) => {
    setFocused(stop.key)
    if (stop.kind !== 'image') openLines([stop.key], !stop.isOpen)
    else void guarded(() => visitImage(stop.ref))
  }
  const onActivate = useSteady(activate)
  const itemsFor = (target: Element) => {
    const key = target.closest('[data-key]')?.getAttribute('data-key')
    const stop = stops.find((one) => one.key === key)
    if (stop === undefined || stop.kind === 'leftovers') return null
    setFocused(stop.key)
    if (stop.kind === 'place') {
      aimAt({ kind: 'place', place: stop.place })
      return <PlaceMenu />
    }
    if (stop.isLeftover) {
      aimAt({ kind: 'leftover', image: stop.ref })
      return <LeftoverMenu />
    }
    aimAt(null)
    if (stop.key !== openKey) void guarded(() => visitImage(stop.ref))
    return <ImageMenu />
  }

  if (pools.length === 0) return <p className="side-note">{clusterText.section.noPools}</p>
  return (
    <>
      {all > FILTER_FROM ? <TreeFilter filter={filter} onChange={setFilter} shown={shown} all={all} /> : null}
      <TreeFrame
        label={clusterText.section.tree(connection)}
        scroller={scroller}
        rows={rows}
        seen={seen}
        tabStop={tabStop}
        itemsFor={itemsFor}
        onKeyDown={onKeyDown}
        drawRow={(row) => (
          <ClusterRowView
            row={row}
            isCurrent={row.key === openKey}
            isBusy={marks.busy.has(row.key)}
            isTabStop={row.key === tabStop}
            onActivate={onActivate}
          />
        )}
      />
    </>
  )
}
