import { useEffect } from 'react'
import { useStore } from 'zustand'
import { settingsStore } from '../../stores/settings.ts'

/** Keeps `data-theme` on the page true to the setting and, where that says so, to the system. */
export function useTheme(): void {
  const theme = useStore(settingsStore, (state) => state.theme)
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const apply = () => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
    }
    apply()
    dark.addEventListener('change', apply)
    return () => dark.removeEventListener('change', apply)
  }, [theme])
}
