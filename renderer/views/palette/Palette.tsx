import type { KeyboardEvent } from 'react'
import { useId, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { rovingTarget } from '../../a11y/rovingKeys.ts'
import { guarded } from '../../actions/failure.ts'
import { visitImage } from '../../actions/library.ts'
import { commands } from '../../commands/commands.ts'
import { keysOf } from '../../commands/keymap.ts'
import { filterByWords } from '../../commands/registry.ts'
import { Kbd } from '../../components/Kbd.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { isMac } from '../shell/platform.ts'

interface Entry {
  readonly key: string
  readonly label: string
  readonly group: string
  readonly keys: readonly string[]
  readonly run: () => void
}

const MAX_SHOWN = 50

function bringIntoView(element: HTMLElement | null): void {
  // Nothing is returned: React would take it for a clean-up.
  element?.scrollIntoView({ block: 'nearest' })
}

/** Every command and every image by typing a part of its name. */
export function Palette() {
  const [query, setQuery] = useState('')
  const [current, setCurrent] = useState(0)
  const id = useId()
  const imagesByPool = useStore(imagesStore, (state) => state.imagesByPool)
  const entries = useMemo((): readonly Entry[] => {
    const images = Object.values(imagesByPool).flat()
    return [
      ...commands
        .filter((command) => command.id !== 'app.palette' && command.when())
        .map(({ id: key, label, group, shortcuts, run }) => ({
          key,
          label,
          group,
          keys: shortcuts[0] === undefined ? [] : keysOf(shortcuts[0], isMac()),
          run,
        })),
      ...images.map(({ ref }) => ({
        key: imageKey(ref),
        label: formatSpec(ref),
        group: text.palette.image,
        keys: [],
        run: () => void guarded(() => visitImage(ref)),
      })),
    ]
  }, [imagesByPool])
  const found = filterByWords(entries, query, ({ label }) => label).slice(0, MAX_SHOWN)
  const chosen = Math.min(current, found.length - 1)

  const runEntry = (entry: Entry | undefined) => {
    if (entry === undefined) return
    showSheet(null)
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Home and End belong to the text.
    const target = event.key.startsWith('Arrow') ? rovingTarget(event.key, chosen, found.length, 'vertical') : null
    if (target !== null) setCurrent(target)
    else if (event.key === 'Enter') runEntry(found[chosen])
    else return
    event.preventDefault()
  }
  return (
    <Sheet title={text.palette.title} size="small" onClose={() => showSheet(null)}>
      <div className="palette">
        <input
          className="input palette-field"
          role="combobox"
          aria-label={text.app.search}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found[chosen] === undefined ? undefined : `${id}-${chosen}`}
          autoComplete="off"
          spellCheck={false}
          placeholder={text.app.search}
          value={query}
          onChange={({ target }) => {
            setQuery(target.value)
            setCurrent(0)
          }}
          onKeyDown={onKeyDown}
        />
        <div role="listbox" id={`${id}-list`} aria-label={text.palette.hint} className="palette-list">
          {found.map((entry, index) => (
            <div
              key={entry.key}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className={index === chosen ? 'palette-row is-current' : 'palette-row'}
              ref={index === chosen ? bringIntoView : null}
              onClick={() => runEntry(entry)}
            >
              <span className="palette-label">{entry.label}</span>
              <span className="palette-group">{entry.group}</span>
              {entry.keys.length === 0 ? null : <Kbd keys={entry.keys} />}
            </div>
          ))}
        </div>
        {found.length === 0 ? <p className="panel-empty">{text.palette.none}</p> : null}
      </div>
    </Sheet>
  )
}
