import { Box, ChevronRight, Clock, HardDrive, Layers, LockKeyhole } from 'lucide-react'
import { memo } from 'react'
import { clusterText } from '../../clusterText.ts'
import type { ClusterRow, ClusterStop, LiveRow, NoteRow } from '../../model/clusterRows.ts'
import { cardOf } from '../../model/errorCards.ts'
import { shellText } from '../../shellText.ts'
import { formatCount } from '../../strings.ts'

const t = clusterText.tree

interface ClusterRowProps {
  readonly row: ClusterRow
  readonly isCurrent: boolean
  /** A job reads or writes it now. */
  readonly isBusy: boolean
  readonly isTabStop: boolean
  readonly onActivate: (row: ClusterStop) => void
}

/** Between name and number, so that what is read off the row is a part of what it is called. Not drawn. */
const GAP = ' '
/** Of a name that may not fit the whole is told as a tip. */
const LONG = 18

/** One line of a cluster's tree. Drawn anew only when it has changed itself. */
export const ClusterRowView = memo(function ClusterRowView(props: ClusterRowProps) {
  const { row, isCurrent, isBusy, isTabStop, onActivate } = props
  if (row.kind === 'note') return <Note row={row} />
  const shared = {
    role: 'treeitem',
    tabIndex: isTabStop ? 0 : -1,
    'data-key': row.key,
    'aria-level': row.level,
    'aria-posinset': row.position,
    'aria-setsize': row.siblings,
    onClick: () => onActivate(row),
  } as const
  if (row.kind === 'image') {
    const name = row.ref.image.text
    const parts = [labelOf(row), ...(isBusy ? [shellText.tree.busy] : [])]
    const Icon = row.isLeftover ? Clock : HardDrive
    return (
      <div
        {...shared}
        aria-selected={isCurrent}
        aria-label={parts.join(', ')}
        className={`tree-row is-live is-level-${row.level}${isCurrent ? ' is-current' : ''}`}
      >
        <Icon size={14} aria-hidden className="tree-icon" />
        <bdi className="tree-name" data-tip={name.length > LONG ? name : undefined}>
          {name}
        </bdi>
        {isBusy ? (
          <span className="tree-state is-warn" data-tip={shellText.tree.busy} aria-hidden="true">
            <LockKeyhole size={12} />
          </span>
        ) : null}
      </div>
    )
  }
  const isPlace = row.kind === 'place'
  const name = isPlace ? row.name : t.leftovers
  const count = isPlace ? row.imageCount : row.count
  const Icon = !isPlace ? Clock : row.isNamespace ? Box : Layers
  return (
    <div
      {...shared}
      aria-expanded={row.isOpen}
      aria-label={headLabel(row)}
      className={`tree-row is-pool is-level-${row.level}`}
    >
      <ChevronRight size={12} aria-hidden className={row.isOpen ? 'tree-mark is-open' : 'tree-mark'} />
      <Icon size={14} aria-hidden className="tree-icon" />
      <bdi className="tree-name" data-tip={isPlace ? (name.length > LONG ? name : undefined) : t.leftoversTip}>
        {name}
      </bdi>
      {GAP}
      {count === null ? null : <span className="tree-count">{formatCount(count)}</span>}
    </div>
  )
})

function headLabel(row: Exclude<ClusterStop, LiveRow>): string {
  if (row.kind === 'leftovers') return t.countLeftovers(row.count)
  return row.isNamespace ? t.namespace(row.name, row.imageCount) : t.pool(row.name, row.imageCount)
}

function labelOf({ ref, isLeftover }: LiveRow): string {
  return isLeftover ? t.leftover(ref.image.text) : t.image(ref.image.text, ref.connection)
}

function Note({ row }: { readonly row: NoteRow }) {
  const said = {
    reading: t.reading,
    empty: t.empty,
    failed: row.error === null ? '' : t.failed(cardOf(row.error, null).title),
  }
  return (
    <p
      className={`tree-note is-level-${row.level}${row.note === 'failed' ? ' is-failed' : ''}`}
      data-tip={row.error?.message}
    >
      {said[row.note]}
    </p>
  )
}
