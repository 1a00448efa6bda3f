import type { KeyboardEvent, RefObject } from 'react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { TreeAct, TreeLine } from '../../model/treeKeys.ts'
import { commands } from '../../commands/commands.ts'
import { commandFor } from '../../commands/registry.ts'
import { treeAct, typeAhead } from '../../model/treeKeys.ts'
import { settingsStore } from '../../stores/settings.ts'
import { isMac } from './platform.ts'

const TYPING_MS = 700

interface TreeFocus<Stop extends { readonly key: string }> {
  readonly stops: readonly Stop[]
  /** A line as far as keys ask: one function for good. */
  readonly lineOf: (stop: Stop) => TreeLine
  /** The line of the open image: the tab stop while none was focused. */
  readonly openKey: string | null
  readonly scroller: RefObject<HTMLElement | null>
  /** Draws a line that is out of sight. */
  readonly onReveal: (stop: Stop) => void
  readonly onAct: (act: Exclude<TreeAct, { readonly kind: 'focus' }>) => void
}

/** Which line of the tree has the focus, and what keys do to it. One tab stop; the focus survives that its line is drawn anew. */
export function useTreeFocus<Stop extends { readonly key: string }>(tree: TreeFocus<Stop>) {
  const { stops, lineOf, openKey, scroller, onReveal, onAct } = tree
  const [focused, setFocused] = useState<string | null>(null)
  // The line that gets the focus once it is the tab stop, and so is drawn.
  const wanted = useRef<string | null>(null)
  const typed = useRef({ text: '', at: 0 })
  // A line that goes while it has the focus hands it to the one that takes its place.
  const last = useRef(0)
  // Ten thousand lines are not looked through each time the tree is drawn.
  const places = useMemo(() => new Map(stops.map(({ key }, place) => [key, place])), [stops])
  const lines = useMemo(() => stops.map(lineOf), [stops, lineOf])
  const known = [focused, openKey].find((key) => key !== null && places.has(key))
  const tabStop = known ?? stops[Math.min(last.current, stops.length - 1)]?.key ?? null
  const index = tabStop === null ? -1 : (places.get(tabStop) ?? -1)

  const focusLine = (key: string) =>
    scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus()
  // In the same go as the line is drawn: an effect that comes later would take the next key's wish for its own.
  useLayoutEffect(() => {
    if (index >= 0) last.current = index
    if (wanted.current === null || wanted.current !== tabStop) return
    wanted.current = null
    focusLine(tabStop)
  })

  const focus = (stop: Stop | undefined) => {
    if (stop === undefined) return
    onReveal(stop)
    if (stop.key === tabStop) return focusLine(stop.key)
    wanted.current = stop.key
    setFocused(stop.key)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const stop = stops[index]
    if (stop === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const isFresh = event.timeStamp - typed.current.at > TYPING_MS
    const act = event.key === ' ' && !isFresh ? null : treeAct(event.key, lines, index)
    if (act?.kind === 'focus') focus(stops[act.index])
    else if (act !== null) onAct(act)
    // On the open image a key is the image's: E exports it. Anywhere else in the tree letters find names.
    else if (event.key.length === 1 && !(stop.key === openKey && isCommandKey(event))) {
      typed.current = { text: (isFresh ? '' : typed.current.text) + event.key, at: event.timeStamp }
      const found = typeAhead(typed.current.text, lines, index)
      if (found === null) return
      focus(stops[found])
    } else return
    event.preventDefault()
  }
  return { tabStop, setFocused, onKeyDown }
}

function isCommandKey(event: KeyboardEvent): boolean {
  const how = { isMac: isMac(), isTyping: false, hasSingleKeys: settingsStore.getState().singleKeys }
  return commandFor(commands, event, how) !== null
}
