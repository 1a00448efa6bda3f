import { memo } from 'react'
import type { FoundEntry, PaletteGroup } from '../../model/palette.ts'
import { shellText } from '../../shellText.ts'
import { PaletteRow } from './PaletteRow.tsx'

const t = shellText.palette

interface PaletteListProps {
  /** Front part of the ids of what is in it. */
  readonly id: string
  readonly groups: readonly PaletteGroup[]
  /** The place of the current entry among all. */
  readonly chosen: number
  readonly onRun: (entry: FoundEntry) => void
}

/** What was found, kind by kind. A letter typed draws nothing of it: the list follows when there is time. */
export const PaletteList = memo(function PaletteList({ id, groups, chosen, onRun }: PaletteListProps) {
  return (
    <div role="listbox" id={`${id}-list`} aria-label={t.list} className="palette-list">
      {withStarts(groups).map(({ group, start }) => (
        <div key={group.id} role="group" aria-labelledby={`${id}-${group.id}`}>
          <div className="palette-group" id={`${id}-${group.id}`}>
            {t.groups[group.id]} <span>{t.shown(group.entries.length, group.total, group.isMore)}</span>
          </div>
          {group.entries.map((entry, index) => (
            <PaletteRow
              key={entry.key}
              id={`${id}-${start + index}`}
              entry={entry}
              group={group.id}
              isCurrent={start + index === chosen}
              onRun={onRun}
            />
          ))}
        </div>
      ))}
    </div>
  )
})

/** Groups with the number of their first entry among all. */
function withStarts(groups: readonly PaletteGroup[]) {
  let next = 0
  return groups.map((group) => {
    const start = next
    next += group.entries.length
    return { group, start }
  })
}
