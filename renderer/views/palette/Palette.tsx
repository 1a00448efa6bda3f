import { Search } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useCallback, useDeferredValue, useId, useState } from 'react'
import { rovingTarget } from '../../a11y/rovingKeys.ts'
import { keysOf } from '../../commands/keymap.ts'
import { Kbd } from '../../components/Kbd.tsx'
import { Modal } from '../../components/Modal.tsx'
import type { PaletteEntry, PaletteGroup } from '../../model/palette.ts'
import { wordToAsk } from '../../model/palette.ts'
import { shellText } from '../../shellText.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { isMac } from '../shell/platform.ts'
import { PaletteList } from './PaletteList.tsx'
import { usePaletteFinder } from './usePaletteFinder.ts'
import { useSnapshotHits } from './useSnapshotHits.ts'

const t = shellText.palette
const PAGE = 8
const NO_GROUPS: readonly PaletteGroup[] = []

/** Every command, image, snapshot, open file, folder and job by typing a part of its name. */
export function Palette() {
  const [asked, setAsked] = useState({ query: '', current: 0 })
  // The letters stand in the field at once. The list, which takes longer, follows: what it shows may be of the letters before.
  const shown = useDeferredValue(asked, null)
  const id = useId()
  const { hits, isMore, isSearching } = useSnapshotHits(wordToAsk(shown?.query ?? ''))
  const find = usePaletteFinder(hits, isMore)
  const groups = shown === null ? NO_GROUPS : find(shown.query)
  const total = groups.reduce((sum, group) => sum + group.total, 0)
  const length = groups.reduce((sum, { entries }) => sum + entries.length, 0)
  const chosen = Math.min(shown?.current ?? 0, length - 1)

  const runEntry = useCallback((entry: PaletteEntry | undefined) => {
    if (entry === undefined) return
    showSheet(null)
    // After the sheet has given the focus back: what is run may move it.
    setTimeout(() => entry.run())
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() === 'k' && (isMac() ? event.metaKey : event.ctrlKey)) showSheet(null)
    else if (!actOnFound(event)) return
    event.preventDefault()
  }
  /** The keys that act on what the text finds, whatever the list still shows. Home and End belong to the text. */
  const actOnFound = ({ key, nativeEvent }: KeyboardEvent): boolean => {
    const isMove = key.startsWith('Arrow') || key.startsWith('Page')
    if (!isMove && (key !== 'Enter' || nativeEvent.isComposing)) return false
    const found = find(asked.query).flatMap(({ entries }) => entries)
    const now = Math.min(asked.current, found.length - 1)
    if (now < 0) return false
    if (key === 'Enter') {
      runEntry(found[now])
      return true
    }
    const target =
      key === 'PageDown'
        ? Math.min(found.length - 1, now + PAGE)
        : key === 'PageUp'
          ? Math.max(0, now - PAGE)
          : rovingTarget(key, now, found.length, 'vertical')
    if (target !== null) setAsked({ ...asked, current: target })
    return target !== null
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
          aria-activedescendant={chosen < 0 ? undefined : `${id}-${chosen}`}
          autoComplete="off"
          spellCheck={false}
          placeholder={t.placeholder}
          value={asked.query}
          onChange={({ target }) => setAsked({ query: target.value, current: 0 })}
          onKeyDown={onKeyDown}
        />
      </div>
      <PaletteList id={id} groups={groups} chosen={chosen} onRun={runEntry} />
      {length > 0 || shown === null || isSearching ? null : (
        <div className="palette-none">
          <p>{t.none(shown.query.trim())}</p>
          <p className="palette-hint">{t.noneHint}</p>
        </div>
      )}
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
