import { runtime } from './runtime.ts'
import { addScheme, knownSchemes, schemeOf } from './schemes.ts'
import { notEmulated, strictObject } from './strict.ts'

/** Answers requests to one scheme, as given to `protocol.handle`. */
export type ProtocolHandler = (request: Request) => Response | Promise<Response>

/** One entry of `registerSchemesAsPrivileged`. */
export interface CustomScheme {
  readonly scheme: string
  readonly privileges?: { readonly standard?: boolean; readonly secure?: boolean }
}

const handlers = new Map<string, ProtocolHandler>()

/** The handler for an address, if the app has one. */
export function handlerFor(url: string): ProtocolHandler | undefined {
  return handlers.get(schemeOf(url))
}

/** `protocol`: the app's own schemes. Only standard and secure ones are emulated. */
export const protocol = strictObject('protocol', {
  registerSchemesAsPrivileged(list: readonly CustomScheme[]) {
    if (runtime.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of list) {
      if (!privileges?.standard || !privileges.secure)
        throw notEmulated(`the scheme '${scheme}' that is not standard and secure`)
      addScheme(scheme)
    }
  },

  handle(scheme: string, handler: ProtocolHandler) {
    if (!knownSchemes().includes(scheme)) throw notEmulated(`protocol.handle for the unprivileged scheme '${scheme}'`)
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },

  unhandle(scheme: string) {
    if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`)
  },

  isProtocolHandled(scheme: string): boolean {
    return handlers.has(scheme)
  },
})
