import type { CdpSession } from './cdp.ts'
import { complain } from './runtime.ts'
import { Emitter } from './strict.ts'

type ThemeSource = 'system' | 'light' | 'dark'

/** The methods with which a window puts its page under the theme, and takes it away again. */
export const followTheme = Symbol('followTheme')
export const unfollowTheme = Symbol('unfollowTheme')

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

  [unfollowTheme](page: CdpSession): void {
    this.#pages.delete(page)
  }

  async #apply(page: CdpSession): Promise<void> {
    const features = this.#source === 'system' ? [] : [{ name: 'prefers-color-scheme', value: this.#source }]
    await page.send('Emulation.setEmulatedMedia', { features }).catch((error: unknown) => {
      if (this.#pages.has(page)) complain(`a page does not follow the theme: ${String(error)}`)
    })
  }
}

/** The one `nativeTheme`. */
export const nativeTheme = new NativeTheme()
