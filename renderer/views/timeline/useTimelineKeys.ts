import type { KeyboardEvent } from 'react'
import { useState } from 'react'
import type { Move } from '../../actions/timeline.ts'
import { extendChoice, moveChoice } from '../../actions/timeline.ts'
import { run } from '../../commands/commands.ts'
import { selectionStore } from '../../stores/selection.ts'

const MOVES: Readonly<Record<string, Move>> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  Home: 'first',
  End: 'last',
  PageUp: 'page-back',
  PageDown: 'page-on',
}
const COMMANDS: Readonly<Record<string, string>> = {
  Enter: 'image.export',
  '+': 'timeline.zoomIn',
  '=': 'timeline.zoomIn',
  '-': 'timeline.zoomOut',
  '0': 'timeline.all',
  Escape: 'timeline.clear',
}

/** The keys of the timeline. `openMenu`: shows the menu of what is chosen. */
export function useTimelineKeys(openMenu: () => void) {
  const [isOnLane, setOnLane] = useState(false)
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey } = event
    const isMenuKey = key === 'ContextMenu' || (key === 'F10' && shiftKey)
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const move = MOVES[key]
    const command = COMMANDS[key]
    if (move !== undefined) moveChoice(move, shiftKey)
    else if (key === ' ') extendChoice()
    else if (key === 'ArrowUp') setOnLane(true)
    else if (key === 'ArrowDown') {
      if (selectionStore.getState().point === null) moveChoice('last', false)
    } else if (isMenuKey) openMenu()
    else if (command !== undefined) run(command)
    else return
    if (key !== 'ArrowUp') setOnLane(false)
    event.preventDefault()
  }
  return { isOnLane, onKeyDown, leaveLane: () => setOnLane(false) }
}
