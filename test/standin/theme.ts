import type { CdpSession } from './cdp.ts'
import { Emitter } from './strict.ts'

type ThemeSource = 'system' | 'light' | 'dark'

/** The method with which a window puts its page under the theme. */
export const followTheme = Symbol('followTheme')

/** `nativeTheme`: the pages' `prefers-color-scheme`. The system's own theme is light. */
class NativeTheme extends Emitter {
  readonly shouldUseHighContrastColors = false
  readonly shouldUseInvertedColorScheme = false
  readonly prefersReducedTransparency = false
  readonly inForcedColorsMode = false
  readonly #pages = new Set<CdpSession>()
  #source: ThemeSource = 'system'

  constructor() {
    super('nativeTheme', ['updated'])
  }

  get themeSource(): ThemeSource {
    return this.#source
  }

  set themeSource(source: ThemeSource) {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`Invalid themeSource '${source}'`)
    this.#source = source
    for (const page of this.#pages) void this.#apply(page)
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }

  async [followTheme](page: CdpSession): Promise<void> {
    this.#pages.add(page)
    await this.#apply(page)
  }

  async #apply(page: CdpSession): Promise<void> {
    const features = this.#source === 'system' ? [] : [{ name: 'prefers-color-scheme', value: this.#source }]
    // Refused once the page has been closed.
    await page.send('Emulation.setEmulatedMedia', { features }).catch(() => this.#pages.delete(page))
  }
}

/** The one `nativeTheme`. */
export const nativeTheme = new NativeTheme()
