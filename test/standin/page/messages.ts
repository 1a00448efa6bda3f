/** Everything a page tells the main process. Plain data; sent through the wire codec. */
export type FromPage =
  | { readonly op: 'hello'; readonly url: string }
  | { readonly op: 'invoke'; readonly id: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly op: 'send'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly op: 'title'; readonly title: string }
  | { readonly op: 'preloadError'; readonly message: string; readonly stack: string }
  | { readonly op: 'windowOpen'; readonly url: string; readonly name: string; readonly features: string }
  /** Asks for the paths behind `count` files, kept in the preload's world under `id`. */
  | { readonly op: 'files'; readonly id: number; readonly count: number }

/** Everything the main process tells a page. */
export type ToPage =
  | { readonly op: 'message'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly op: 'result'; readonly id: number; readonly value: unknown }
  | { readonly op: 'failure'; readonly id: number; readonly message: string }
  | { readonly op: 'paths'; readonly id: number; readonly paths: readonly string[] }

/** What the preload's world offers the main process, under the global `__standin`; the page cannot see it. */
export interface PreloadWorld {
  receive(text: string): void
  /** One of the files of a held event, for `DOM.getFileInfo`. */
  heldFile(id: number, index: number): File | undefined
}

/** What a preload's `process` tells. */
export interface PreloadInfo {
  readonly platform: string
  readonly arch: string
  readonly versions: Readonly<Record<string, string | undefined>>
}
