/**
 * The few globals every runtime of ours has (browser, worker, Node, preload), declared here because
 * `shared/` is compiled without Node's and without the DOM's types.
 */
interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}
interface AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}
declare var AbortController: { new (): AbortController }
interface TextDecoder {
  decode(input?: Uint8Array): string
}
declare var TextDecoder: { new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder }
interface TextEncoder {
  encode(input: string): Uint8Array<ArrayBuffer>
}
declare var TextEncoder: { new (): TextEncoder }
declare function btoa(text: string): string
declare function atob(text: string): string
