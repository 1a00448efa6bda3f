import type { WireError } from '../errors.ts'

/** Everything that ever crosses a boundary between renderer, host and engine: five kinds of message (STYLE §8). */
export type Message =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'ok'; readonly id: number; readonly output: unknown }
  | { readonly t: 'err'; readonly id: number; readonly error: WireError }
  | { readonly t: 'event'; readonly name: string; readonly payload: unknown }
