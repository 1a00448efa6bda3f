import { Clock, Command as CommandIcon, Database, File, Folder, ListChecks, Milestone, Network } from 'lucide-react'
import { memo } from 'react'
import { Kbd } from '../../components/Kbd.tsx'
import type { FoundEntry, GroupId } from '../../model/palette.ts'
import { cut } from '../../model/palette.ts'

const ICONS = {
  recent: Clock,
  commands: CommandIcon,
  images: Database,
  snapshots: Milestone,
  clusters: Network,
  files: File,
  folders: Folder,
  jobs: ListChecks,
} as const

interface PaletteRowProps {
  readonly id: string
  readonly entry: FoundEntry
  readonly group: GroupId
  readonly isCurrent: boolean
  readonly onRun: (entry: FoundEntry) => void
}

function bringIntoView(element: HTMLElement | null): void {
  // Nothing is returned: React would take it for a clean-up.
  element?.scrollIntoView({ block: 'nearest' })
}

/** One thing that was found, with the letters that answer the query set off. */
export const PaletteRow = memo(function PaletteRow({ id, entry, group, isCurrent, onRun }: PaletteRowProps) {
  const Icon = ICONS[group]
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      className={isCurrent ? 'palette-row is-current' : 'palette-row'}
      ref={isCurrent ? bringIntoView : null}
      onClick={() => onRun(entry)}
    >
      <Icon size={14} aria-hidden className="tree-icon" />
      <bdi className="palette-label">
        {cut(entry.label, entry.ranges).map(({ text, isHit }, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one label have no other key, and are drawn anew as a whole
          isHit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
        )}
      </bdi>
      <span className="palette-detail">{entry.detail}</span>
      {entry.keys.length === 0 ? null : (
        <span aria-hidden="true">
          <Kbd keys={entry.keys} />
        </span>
      )}
    </div>
  )
})
