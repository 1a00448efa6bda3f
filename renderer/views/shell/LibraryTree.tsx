import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight, Database, Layers, ShieldAlert, Unlink } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { rovingTarget } from '../../a11y/rovingKeys.ts'
import { guarded } from '../../actions/failure.ts'
import { visitImage } from '../../actions/library.ts'
import type { LibraryRow } from '../../model/libraryRows.ts'
import { damagedImages } from '../../model/verification.ts'
import { libraryRows } from '../../model/libraryRows.ts'
import { imageKey, imagesStore, poolKey } from '../../stores/images.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { selectionStore } from '../../stores/selection.ts'
import { formatCount, text } from '../../strings.ts'

const ROW_HEIGHT = 26

/** Pools and their images as a tree: one tab stop, arrows move, right and left open and close. */
export function LibraryTree() {
  const pools = useStore(imagesStore, (state) => state.pools)
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const open = useStore(selectionStore, (state) => state.image)
  const jobs = useStore(jobsStore, (state) => state.jobs)
  const damaged = useMemo(() => damagedImages(jobs), [jobs])
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState<string | null>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const isFocusWanted = useRef(false)

  const rows = useMemo(
    () =>
      libraryRows({
        pools: pools ?? [],
        imagesOf: (pool) => imagesByPool[poolKey(pool.connection, pool.name)],
        keyOfPool: (pool) => poolKey(pool.connection, pool.name),
        keyOfImage: (image) => imageKey(image.ref),
        closed,
      }),
    [pools, imagesByPool, closed],
  )
  const stops = rows.filter((row) => row.kind !== 'note')
  const openKey = open === null ? null : imageKey(open)
  const tabStop = [focused, openKey].find((key) => stops.some((row) => row.key === key)) ?? stops[0]?.key ?? null
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })

  useEffect(() => {
    if (!isFocusWanted.current || focused === null) return
    isFocusWanted.current = false
    scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus()
  })

  const toggle = (key: string, isOpen: boolean) =>
    setClosed((before) => {
      const next = new Set(before)
      if (isOpen) next.delete(key)
      else next.add(key)
      return next
    })
  const activate = (row: LibraryRow) => {
    setFocused(row.key)
    if (row.kind === 'pool') toggle(row.key, !row.isOpen)
    if (row.kind === 'image') void guarded(() => visitImage(row.image.ref))
  }
  const focusRow = (row: LibraryRow | undefined) => {
    if (row === undefined) return
    isFocusWanted.current = true
    setFocused(row.key)
    virtual.scrollToIndex(rows.indexOf(row))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const index = stops.findIndex((row) => row.key === tabStop)
    const row = stops[index]
    if (row === undefined) return
    const target = rovingTarget(event.key, index, stops.length, 'vertical')
    if (target !== null) focusRow(stops[target])
    else if (event.key === 'Enter' || event.key === ' ') activate(row)
    else if (event.key === 'ArrowRight' && row.kind === 'pool') {
      if (row.isOpen) focusRow(stops[index + 1])
      else toggle(row.key, true)
    } else if (event.key === 'ArrowLeft') {
      if (row.kind === 'pool') toggle(row.key, false)
      else focusRow(stops.slice(0, index).findLast((one) => one.kind === 'pool'))
    } else return
    event.preventDefault()
  }

  if (pools === null) return <p className="side-note">{text.app.loading}</p>
  if (pools.length === 0) return <p className="side-note">{text.sidebar.noPools}</p>
  return (
    <div className="tree-scroller" ref={scroller}>
      <div
        role="tree"
        tabIndex={-1}
        aria-label={text.sidebar.tree}
        className="tree"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <div key={row.key} className="tree-slot" style={{ transform: `translateY(${start}px)` }}>
              <TreeRow
                row={row}
                isCurrent={row.key === openKey}
                isDamaged={damaged.has(row.key)}
                isTabStop={row.key === tabStop}
                onActivate={activate}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface TreeRowProps {
  readonly row: LibraryRow
  readonly isCurrent: boolean
  /** Its newest verification found something wrong. */
  readonly isDamaged: boolean
  readonly isTabStop: boolean
  readonly onActivate: (row: LibraryRow) => void
}

function TreeRow({ row, isCurrent, isDamaged, isTabStop, onActivate }: TreeRowProps) {
  if (row.kind === 'note') {
    return <p className="tree-note">{row.isLoading ? text.app.loading : text.sidebar.emptyPool}</p>
  }
  const shared = {
    role: 'treeitem',
    tabIndex: isTabStop ? 0 : -1,
    'data-key': row.key,
    'aria-posinset': row.position,
    'aria-setsize': row.siblings,
    onClick: () => onActivate(row),
  } as const
  if (row.kind === 'pool') {
    return (
      <div
        {...shared}
        aria-level={1}
        aria-expanded={row.isOpen}
        aria-label={`${row.pool.name.text}, ${text.sidebar.images(row.pool.imageCount)}`}
        className="tree-row is-pool"
      >
        <ChevronRight size={12} aria-hidden className={row.isOpen ? 'tree-mark is-open' : 'tree-mark'} />
        <Layers size={14} aria-hidden className="tree-icon" />
        <span className="tree-name">{row.pool.name.text}</span>
        <span className="tree-count">{formatCount(row.pool.imageCount)}</span>
      </div>
    )
  }
  const { ref, state, snapshotCount } = row.image
  const parts = [
    ref.image.text,
    text.sidebar.snapshots(snapshotCount),
    text.sidebar.state[state],
    isDamaged ? text.sidebar.damageFound : '',
  ]
  const label = parts.filter((part) => part !== '').join(', ')
  return (
    <div
      {...shared}
      aria-level={2}
      aria-selected={isCurrent}
      aria-label={label}
      className={isCurrent ? 'tree-row is-current' : 'tree-row'}
    >
      <Database size={14} aria-hidden className="tree-icon" />
      <span className="tree-name">{ref.image.text}</span>
      {state === 'ok' ? null : <Unlink size={12} aria-hidden className="tree-state" />}
      {isDamaged ? <ShieldAlert size={12} aria-hidden className="tree-state" /> : null}
      <span className="tree-count">{formatCount(snapshotCount)}</span>
    </div>
  )
}
