import { Search } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useId, useState } from 'react'
import { rovingTarget } from '../../a11y/rovingKeys.ts'
import { keysOf } from '../../commands/keymap.ts'
import { Kbd } from '../../components/Kbd.tsx'
import { Modal } from '../../components/Modal.tsx'
import type { PaletteEntry, PaletteGroup } from '../../model/palette.ts'
import { shellText } from '../../shellText.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { isMac } from '../shell/platform.ts'
import { PaletteRow } from './PaletteRow.tsx'
import { usePaletteGroups } from './usePaletteGroups.ts'

const t = shellText.palette
const PAGE = 8

/** Every command, image, snapshot, open file, folder and job by typing a part of its name. */
export function Palette() {
  const [query, setQuery] = useState('')
  const [current, setCurrent] = useState(0)
  const id = useId()
  const { groups, isSearching } = usePaletteGroups(query)
  const found = groups.flatMap(({ entries }) => entries)
  const chosen = Math.min(current, found.length - 1)
  const total = groups.reduce((sum, group) => sum + group.total, 0)

  const runEntry = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return
    showSheet(null)
    // After the sheet has given the focus back: what is run may move it.
    setTimeout(() => entry.run())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Home and End belong to the text.
    const target = event.key.startsWith('Arrow') ? rovingTarget(event.key, chosen, found.length, 'vertical') : null
    if (target !== null) setCurrent(target)
    else if (event.key === 'PageDown') setCurrent(Math.min(found.length - 1, chosen + PAGE))
    else if (event.key === 'PageUp') setCurrent(Math.max(0, chosen - PAGE))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) runEntry(found[chosen])
    else if (event.key.toLowerCase() === 'k' && (isMac() ? event.metaKey : event.ctrlKey)) showSheet(null)
    else return
    event.preventDefault()
  }
  return (
    <Modal className="sheet palette" label={t.title} firstFocus=".palette-field" onClose={() => showSheet(null)}>
      <div className="palette-head">
        <Search size={16} aria-hidden />
        <input
          className="palette-field"
          role="combobox"
          aria-label={text.app.search}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found[chosen] === undefined ? undefined : `${id}-${chosen}`}
          autoComplete="off"
          spellCheck={false}
          placeholder={t.placeholder}
          value={query}
          onChange={({ target }) => {
            setQuery(target.value)
            setCurrent(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
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
                onRun={runEntry}
              />
            ))}
          </div>
        ))}
      </div>
      {found.length === 0 && !isSearching ? (
        <div className="palette-none">
          <p>{t.none(query.trim())}</p>
          <p className="palette-hint">{t.noneHint}</p>
        </div>
      ) : null}
      <footer className="palette-foot">
        <span role="status">{isSearching ? t.searching : t.found(total)}</span>
        <span className="palette-keys">
          <Kbd keys={['↑', '↓']} /> {t.keys.move} <Kbd keys={['Enter']} /> {t.keys.run}{' '}
          <Kbd keys={keysOf('Esc', isMac())} /> {t.keys.close}
        </span>
      </footer>
    </Modal>
  )
}

/** Groups with the number of their first entry among all. */
function withStarts(groups: readonly PaletteGroup[]) {
  let next = 0
  return groups.map((group) => {
    const start = next
    next += group.entries.length
    return { group, start }
  })
}
