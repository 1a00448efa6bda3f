import type { KeyboardEvent } from 'react'
import { useId, useState } from 'react'
import { useStore } from 'zustand'
import { Modal } from '../components/Modal.tsx'
import { dndText } from '../dndText.ts'
import { text } from '../strings.ts'
import type { Carry } from './carry.ts'
import { findPlace } from './carry.ts'
import { dndStore } from './dndStore.ts'
import { dropAt, endCarry, keyWhileCarrying } from './perform.ts'
import { calledOf } from './things.ts'

const t = dndText.carry
/** So many places are shown around the one it is at. */
const SHOWN = 11

/** What was picked up with the keyboard, and the places it can be dropped on. */
export function CarryPanel() {
  const carry = useStore(dndStore, (state) => state.carry)
  return carry === null ? null : <Panel carry={carry} />
}

function Panel({ carry }: { readonly carry: Carry }) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const { candidates, index } = carry
  const first = Math.max(0, Math.min(index - Math.floor(SHOWN / 2), candidates.length - SHOWN))
  const onKeyDown = (event: KeyboardEvent) => {
    // Left and right are for what was typed.
    if (typed !== '' && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) return
    if (!keyWhileCarrying(event.key, event.shiftKey)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Modal
      className="carry"
      labelledBy={`${id}-title`}
      describedBy={`${id}-hint`}
      firstFocus="input"
      onClose={endCarry}
    >
      <h2 className="carry-title" id={`${id}-title`}>
        {t.title(calledOf(carry.carried))}
      </h2>
      <input
        className="input"
        role="combobox"
        aria-label={t.find}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={`${id}-${index}`}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={t.find}
        value={typed}
        onKeyDown={onKeyDown}
        onChange={({ target }) => {
          setTyped(target.value)
          dndStore.setState({ carry: findPlace(carry, target.value) })
        }}
      />
      <ul className="carry-list" role="listbox" id={`${id}-list`} aria-label={t.list}>
        {candidates.slice(first, first + SHOWN).map(({ drop: { label } }, offset) => {
          const at = first + offset
          return (
            <li
              key={at}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === index}
              aria-posinset={at + 1}
              aria-setsize={candidates.length}
              className={at === index ? 'carry-place is-current' : 'carry-place'}
              onClick={() => dropAt(at)}
            >
              {label}
            </li>
          )
        })}
      </ul>
      <p className="carry-hint" id={`${id}-hint`}>
        {t.hint}
        {candidates.length > SHOWN ? `. ${index + 1} / ${candidates.length}` : ''}
      </p>
      <button type="button" className="visually-hidden" onClick={endCarry}>
        {text.app.cancel}
      </button>
    </Modal>
  )
}
