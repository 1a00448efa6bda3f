import { useLayoutEffect } from 'react'
import { useStore } from 'zustand'
import type { Settings } from '../../../shared/settings.ts'
import { settingsStore } from '../../stores/settings.ts'

type Look = Pick<Settings, 'theme' | 'contrast' | 'motion'>

const ASKED = {
  dark: '(prefers-color-scheme: dark)',
  moreContrast: '(prefers-contrast: more)',
  lessMotion: '(prefers-reduced-motion: reduce)',
} as const

/** What the page's root says, so that the style sheets have one rule for the system's wish and for the setting. */
export function lookOf(
  { theme, contrast, motion }: Look,
  asks: (what: keyof typeof ASKED) => boolean,
): { readonly theme: 'light' | 'dark'; readonly contrast: 'more' | null; readonly motion: 'reduced' | null } {
  return {
    theme: theme === 'system' ? (asks('dark') ? 'dark' : 'light') : theme,
    contrast: contrast === 'more' || asks('moreContrast') ? 'more' : null,
    motion: motion === 'reduced' || asks('lessMotion') ? 'reduced' : null,
  }
}

/** Keeps `data-theme`, `data-contrast` and `data-motion` on the page true to the settings and, where they say so, to the system. */
export function useTheme(): void {
  const theme = useStore(settingsStore, (state) => state.theme)
  const contrast = useStore(settingsStore, (state) => state.contrast)
  const motion = useStore(settingsStore, (state) => state.motion)
  // Before the first paint: a window that flashes light in a dark room is not one that follows the system.
  useLayoutEffect(() => {
    const lists = Object.values(ASKED).map((query) => matchMedia(query))
    const apply = () => {
      const look = lookOf({ theme, contrast, motion }, (what) => matchMedia(ASKED[what]).matches)
      for (const [name, value] of Object.entries(look)) {
        if (value === null) delete document.documentElement.dataset[name]
        else document.documentElement.dataset[name] = value
      }
    }
    apply()
    for (const list of lists) list.addEventListener('change', apply)
    return () => {
      for (const list of lists) list.removeEventListener('change', apply)
    }
  }, [theme, contrast, motion])
}
