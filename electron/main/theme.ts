import type { Host } from '../host/host.ts'
import type { NativeTheme } from './electron.ts'

/** Puts menus, dialogs and the page's `prefers-color-scheme` under the theme of the settings, now and at every change. */
export async function followTheme(
  nativeTheme: Pick<NativeTheme, 'themeSource'>,
  host: Pick<Host, 'handlers' | 'subscribe'>,
): Promise<void> {
  host.subscribe((name, payload) => {
    if (name === 'settings.changed' && 'theme' in payload) nativeTheme.themeSource = payload.theme
  })
  // Settings that cannot be read are no reason to show no window.
  const settings = await host.handlers['settings.get']({}, { signal: new AbortController().signal }).catch(() => null)
  if (settings !== null) nativeTheme.themeSource = settings.theme
}
