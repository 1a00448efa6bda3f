import { memo } from 'react'
import { Check, ChevronRight, Database, Layers, LockKeyhole, Unlink } from 'lucide-react'
import type { ImageMarks } from '../../model/imageMarks.ts'
import type { LibraryRow, TreeStop } from '../../model/libraryRows.ts'
import { shellText } from '../../shellText.ts'
import { formatCount, text } from '../../strings.ts'

interface TreeRowProps {
  readonly row: LibraryRow
  readonly isCurrent: boolean
  readonly marks: ImageMarks
  readonly isTabStop: boolean
  readonly onActivate: (row: TreeStop) => void
}

/** Between name and number, so that what is read off the row is a part of what it is called. Not drawn. */
const GAP = ' '

/** One line of the tree: a pool, an image with the marks of its state, or a note. Drawn anew only when it has changed itself. */
export const TreeRow = memo(function TreeRow({ row, isCurrent, marks, isTabStop, onActivate }: TreeRowProps) {
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
        <bdi className="tree-name" data-tip={tipOf(row.pool.name.text)}>
          {row.pool.name.text}
        </bdi>
        {GAP}
        <span className="tree-count">{formatCount(row.pool.imageCount)}</span>
      </div>
    )
  }
  const { ref, state, snapshotCount } = row.image
  const isVerified = marks.verified.has(row.key) && state === 'ok'
  const isBusy = marks.busy.has(row.key)
  const parts = [
    ref.image.text,
    text.sidebar.snapshots(snapshotCount),
    text.sidebar.state[state],
    isVerified ? shellText.tree.verified : '',
    isBusy ? shellText.tree.busy : '',
  ]
  return (
    <div
      {...shared}
      aria-level={2}
      aria-selected={isCurrent}
      aria-label={parts.filter((part) => part !== '').join(', ')}
      className={isCurrent ? 'tree-row is-current' : 'tree-row'}
    >
      <Database size={14} aria-hidden className="tree-icon" />
      <bdi className="tree-name" data-tip={tipOf(ref.image.text)}>
        {ref.image.text}
      </bdi>
      {isBusy ? <Mark icon={<LockKeyhole size={12} />} look="warn" tip={shellText.tree.busy} /> : null}
      {state === 'ok' ? null : <Mark icon={<Unlink size={12} />} look="gap" tip={text.sidebar.state[state]} />}
      {isVerified ? <Mark icon={<Check size={12} />} look="ok" tip={shellText.tree.verified} /> : null}
      {GAP}
      <span className="tree-count">{formatCount(snapshotCount)}</span>
    </div>
  )
})

function Mark({ icon, look, tip }: { readonly icon: React.ReactNode; readonly look: string; readonly tip: string }) {
  return (
    <span className={`tree-state is-${look}`} data-tip={tip} aria-hidden="true">
      {icon}
    </span>
  )
}

/** A name that may not fit is told whole. */
function tipOf(name: string): string | undefined {
  return name.length > 18 ? name : undefined
}
