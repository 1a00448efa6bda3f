import { useEffect, useState } from 'react'

const QUERIES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'] as const

/** A number that changes when the colours of the tokens may have: the theme, the contrast, or the system's own colours. */
export function useColours(): number {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const changed = () => requestAnimationFrame(() => setTurn((now) => now + 1))
    const lists = QUERIES.map((query) => matchMedia(query))
    for (const list of lists) list.addEventListener('change', changed)
    const observer = new MutationObserver(changed)
    observer.observe(document.documentElement, { attributes: true })
    return () => {
      for (const list of lists) list.removeEventListener('change', changed)
      observer.disconnect()
    }
  }, [])
  return turn
}

/** What a token's colour is now, as the page draws it; `probe` is an element that is never seen. */
export function colourOf(probe: HTMLElement, token: string): string {
  probe.style.color = `var(${token})`
  return getComputedStyle(probe).color
}
