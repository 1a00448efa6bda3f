import type * as Fs from '../../electron/engine/io/fs.ts'

/** What can be made to fail. `link` is every change of names but removals: those clean up. */
export type FaultPlace = 'open' | 'read' | 'write' | 'sync' | 'link'

/** What happens at that place: an errno, or fewer bytes than were asked for. */
export type FaultKind = 'EIO' | 'ENOSPC' | 'EMFILE' | 'EPERM' | 'short'

interface Fault {
  readonly place: FaultPlace
  readonly kind: FaultKind
  /** How many calls there go well before. */
  left: number
  hasStruck: boolean
}

let fault: Fault | null = null
const calls: Record<FaultPlace, number> = { open: 0, read: 0, write: 0, sync: 0, link: 0 }
const opened = new Map<object | number, string>()

/** Lets the n-th call (counted from 1) at a place fail, once. */
export function armFault(place: FaultPlace, kind: FaultKind, n: number): void {
  fault = { place, kind, left: n - 1, hasStruck: false }
}

/** How many calls there were at each place since this was last asked. */
export function takeCallCounts(): Readonly<Record<FaultPlace, number>> {
  const counted = { ...calls }
  for (const place of Object.keys(calls) as FaultPlace[]) calls[place] = 0
  return counted
}

/** Whether the armed fault came to pass; there is none after this. */
export function disarmFault(): boolean {
  const struck = fault?.hasStruck ?? false
  fault = null
  return struck
}

/** Paths of what is open now. */
export function openPaths(): readonly string[] {
  return [...opened.values()]
}

/** Whether this call is the one that fails. */
function strikes(place: FaultPlace): FaultKind | null {
  calls[place]++
  if (fault === null || fault.place !== place || fault.hasStruck) return null
  if (fault.left > 0) {
    fault.left--
    return null
  }
  fault.hasStruck = true
  return fault.kind
}

function errnoError(kind: FaultKind, what: string): Error {
  return Object.assign(new Error(`${kind}: made to fail, ${what}`), { code: kind, syscall: what })
}

/** Throws where the call is to fail; gives whether it is to move fewer bytes. */
function meet(place: FaultPlace, what: string): boolean {
  const kind = strikes(place)
  if (kind === null) return false
  if (kind === 'short') return true
  throw errnoError(kind, what)
}

/** Where a call may be cut short, it still moves a byte: nothing at all would be the end of the file. */
const shorter = (length: number): number => Math.max(1, length >> 1)

type Any = (...args: never[]) => unknown
type Open = (path: string, ...rest: never[]) => Promise<Fs.FileHandle>
type OpenSync = (path: string, ...rest: never[]) => number

/** A function that may fail before it does anything. */
function failing<T extends Any>(place: FaultPlace, what: string, real: T): T {
  return (async (...args: Parameters<T>) => {
    meet(place, what)
    return real(...args)
  }) as unknown as T
}

function failingSync<T extends Any>(place: FaultPlace, what: string, real: T): T {
  return ((...args: Parameters<T>) => {
    meet(place, what)
    return real(...args)
  }) as T
}

const HANDLE_PLACES: Readonly<Record<string, FaultPlace>> = {
  readFile: 'read',
  writeFile: 'write',
  truncate: 'write',
  sync: 'sync',
  datasync: 'sync',
}

function failingHandle(handle: Fs.FileHandle, path: string): Fs.FileHandle {
  opened.set(handle, path)
  return new Proxy(handle, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const real = value.bind(target) as Any
      if (name === 'close') {
        return async () => {
          await real()
          opened.delete(target)
        }
      }
      if (name === 'read' || name === 'write') {
        return async (bytes: Uint8Array, from: number, length: number, position: number | null) => {
          const isShort = meet(name, name)
          return real(...([bytes, from, isShort ? shorter(length) : length, position] as never[]))
        }
      }
      const place = HANDLE_PLACES[String(name)]
      return place === undefined ? real : failing(place, String(name), real)
    },
  })
}

/** The door to the file system with failures in it: to be put in place of `electron/engine/io/fs.ts` with `vi.mock`. */
export function failingFs(real: typeof Fs): typeof Fs {
  const short =
    <T>(place: FaultPlace, what: string, call: (length: number) => T) =>
    (length: number): T =>
      call(meet(place, what) ? shorter(length) : length)
  return {
    ...real,
    open: (async (path: string, ...rest: never[]) => {
      meet('open', 'open')
      return failingHandle(await (real.open as Open)(path, ...rest), path)
    }) as typeof real.open,
    openSync: ((path: string, ...rest: never[]) => {
      meet('open', 'open')
      const descriptor = (real.openSync as OpenSync)(path, ...rest)
      opened.set(descriptor, path)
      return descriptor
    }) as typeof real.openSync,
    closeSync: (descriptor) => {
      real.closeSync(descriptor)
      opened.delete(descriptor)
    },
    readSync: ((descriptor: number, bytes: Uint8Array, from: number, length: number, position: number | null) =>
      short('read', 'read', (count) => real.readSync(descriptor, bytes, from, count, position))(
        length,
      )) as typeof real.readSync,
    readDescriptor: (async (
      descriptor: number,
      bytes: Uint8Array,
      from: number,
      length: number,
      position: number | null,
    ) =>
      short('read', 'read', (count) => real.readDescriptor(descriptor, bytes, from, count, position))(
        length,
      )) as unknown as typeof real.readDescriptor,
    readFile: failing('read', 'readFile', real.readFile as Any) as typeof real.readFile,
    readFileSync: failingSync('read', 'readFile', real.readFileSync as Any) as typeof real.readFileSync,
    readdir: failing('read', 'readdir', real.readdir as Any) as typeof real.readdir,
    writeFile: failing('write', 'writeFile', real.writeFile as Any) as typeof real.writeFile,
    link: failing('link', 'link', real.link as Any) as typeof real.link,
    rename: failing('link', 'rename', real.rename as Any) as typeof real.rename,
    mkdir: failing('link', 'mkdir', real.mkdir as Any) as typeof real.mkdir,
  }
}
