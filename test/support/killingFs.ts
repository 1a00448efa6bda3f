/**
 * The engine's door to the file system, through which the process kills itself at the n-th call that changes something: `KILL_AT` says at
 * which (0: never), `KILL_HOW` whether before it, while it is under way, or when it is done. Put in the door's place by `killAtCall.ts`.
 */
import * as door from '../../electron/engine/io/fs.ts'

export * from '../../electron/engine/io/fs.ts'

const at = Number(process.env.KILL_AT ?? '0')
const how = process.env.KILL_HOW ?? 'before'
let calls = 0

/** How many calls that change something there were. */
export function changingCalls(): number {
  return calls
}

async function counted<T>(work: () => Promise<T>): Promise<T> {
  calls++
  if (calls !== at) return work()
  if (how === 'before') die()
  const result = work()
  if (how === 'during') die()
  await result
  die()
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal is on its way; nothing more is done until it is there.
  for (;;);
}

export const link: typeof door.link = (...args) => counted(() => door.link(...args))
export const rename: typeof door.rename = (...args) => counted(() => door.rename(...args))
export const unlink: typeof door.unlink = (...args) => counted(() => door.unlink(...args))
export const rm: typeof door.rm = (...args) => counted(() => door.rm(...args))
export const rmdir: typeof door.rmdir = (...args) => counted(() => door.rmdir(...args))
export const mkdir = ((...args: Parameters<typeof door.mkdir>) =>
  counted(() => door.mkdir(...args))) as typeof door.mkdir
export const writeFile: typeof door.writeFile = (...args) => counted(() => door.writeFile(...args))

const CHANGING = new Set(['write', 'writeFile', 'writev', 'truncate', 'sync', 'datasync'])

export const open: typeof door.open = async (path, flags, mode) => {
  const isReading = flags === undefined || flags === 'r'
  const handle = isReading ? await door.open(path, flags, mode) : await counted(() => door.open(path, flags, mode))
  return new Proxy(handle, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function') return value
      const method = value.bind(target) as (...args: unknown[]) => Promise<unknown>
      if (typeof key !== 'string' || !CHANGING.has(key)) return method
      return (...args: unknown[]) => counted(() => method(...args))
    },
  })
}
