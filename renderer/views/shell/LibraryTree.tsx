import { useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { guarded } from '../../actions/failure.ts'
import { visitImage } from '../../actions/library.ts'
import { useRows } from '../../components/useRows.ts'
import { imageMarks } from '../../model/imageMarks.ts'
import type { TreeStop } from '../../model/libraryRows.ts'
import { libraryRows, lineOf, stopsOf } from '../../model/libraryRows.ts'
import { imageKey, imagesStore, poolKey } from '../../stores/images.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { selectionStore } from '../../stores/selection.ts'
import { aimAt } from '../../stores/target.ts'
import { shellText } from '../../shellText.ts'
import { text } from '../../strings.ts'
import { TreeFilter } from './TreeFilter.tsx'
import { TreeRow } from './TreeRow.tsx'
import { ImageMenu, PoolMenu } from './treeMenus.tsx'
import { FILTER_FROM, ROW_HEIGHT, TreeFrame, useSteady } from './TreeFrame.tsx'
import { useTreeFocus } from './useTreeFocus.ts'

/** Pools of a connection and their images as a tree: one tab stop, arrows move, right and left open and close, letters find. */
export function LibraryTree({ connection }: { readonly connection: string }) {
  const allPools = useStore(imagesStore, (state) => state.pools)
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const open = useStore(selectionStore, (state) => state.image)
  const jobs = useStore(jobsStore, (state) => state.jobs)
  const marks = useMemo(() => imageMarks(jobs), [jobs])
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [filter, setFilter] = useState('')
  const scroller = useRef<HTMLDivElement>(null)

  const pools = useMemo(() => allPools?.filter((pool) => pool.connection === connection) ?? [], [allPools, connection])
  const all = pools.reduce((sum, { imageCount }) => sum + imageCount, 0)
  const rows = useMemo(
    () =>
      libraryRows({
        pools,
        imagesOf: (pool) => imagesByPool[poolKey(pool.connection, pool.name)],
        keyOfPool: (pool) => poolKey(pool.connection, pool.name),
        keyOfImage: (image) => imageKey(image.ref),
        closed,
        filter: all > FILTER_FROM ? filter : '',
      }),
    [pools, imagesByPool, closed, filter, all],
  )
  const stops = useMemo(() => stopsOf(rows), [rows])
  const shown = useMemo(() => stops.filter(isImage).length, [stops])
  const openKey = open === null ? null : imageKey(open)
  const { scrollTo, ...seen } = useRows({ count: rows.length, rowHeight: ROW_HEIGHT, scroller })

  const toggle = (key: string, isOpen: boolean) =>
    setClosed((before) => {
      const next = new Set(before)
      if (isOpen) next.delete(key)
      else next.add(key)
      return next
    })
  const { tabStop, setFocused, onKeyDown } = useTreeFocus({
    stops,
    lineOf,
    openKey,
    scroller,
    onReveal: (stop) => scrollTo(rows.indexOf(stop)),
    onAct(act) {
      if (act.kind === 'open-all') return setClosed(new Set())
      const stop = stops[act.index]
      if (stop === undefined) return
      if (act.kind === 'activate') activate(stop)
      else toggle(stop.key, act.kind === 'open')
    },
  })
  const activate = (stop: TreeStop) => {
    setFocused(stop.key)
    if (stop.kind === 'pool') toggle(stop.key, !stop.isOpen)
    else void guarded(() => visitImage(stop.image.ref))
  }
  const onActivate = useSteady(activate)
  const itemsFor = (target: Element) => {
    const key = target.closest('[data-key]')?.getAttribute('data-key')
    const stop = stops.find((one) => one.key === key)
    if (stop === undefined) return null
    setFocused(stop.key)
    aimAt(stop.kind === 'pool' ? { kind: 'pool', connection, pool: stop.pool.name } : null)
    if (stop.kind === 'pool') return <PoolMenu />
    if (stop.key !== openKey) void guarded(() => visitImage(stop.image.ref))
    return <ImageMenu />
  }

  if (allPools === null) return <p className="side-note">{text.app.loading}</p>
  if (pools.length === 0) return <p className="side-note">{shellText.tree.noPools}</p>
  return (
    <>
      {all > FILTER_FROM ? <TreeFilter filter={filter} onChange={setFilter} shown={shown} all={all} /> : null}
      <TreeFrame
        label={text.sidebar.tree}
        scroller={scroller}
        rows={rows}
        seen={seen}
        tabStop={tabStop}
        itemsFor={itemsFor}
        onKeyDown={onKeyDown}
        drawRow={(row) => (
          <TreeRow
            row={row}
            isCurrent={row.key === openKey}
            marks={marks}
            isTabStop={row.key === tabStop}
            onActivate={onActivate}
          />
        )}
      />
    </>
  )
}

const isImage = (stop: TreeStop) => stop.kind === 'image'
