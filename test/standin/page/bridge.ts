/** One end of the way between a page's own world and its preload's. */
export interface Bridge {
  /** Hands a value to the other world's listener for `type`, synchronously. */
  post(type: string, value: unknown): void
  /** Listens to what the other world posts. */
  listen(type: string, listener: (value: never) => void): void
}

/**
 * Makes one end of the bridge; the page's world and the preload's world each hold one.
 *
 * Functions, promises, errors and files cross as handles, everything else by Chromium's own cloning: the detail of an event
 * is cloned when another world reads it. Files keep their identity because they travel in a DataTransfer, which both worlds
 * see; that is what lets `webUtils.getPathForFile` know them again. As in Electron an error keeps only its message.
 *
 * The function must stand alone: its text is evaluated in the page.
 */
export function createBridge(key: string, self: 'page' | 'preload'): Bridge {
  type AnyFunction = (...args: unknown[]) => unknown
  type Handle = {
    readonly $standin: 'function' | 'promise' | 'error' | 'file'
    readonly id: number
    readonly message: string
  }
  type Settled = { readonly id: number; readonly value?: unknown; readonly error?: unknown }
  type Call = { readonly id: number; readonly target: number; readonly args: readonly unknown[] }

  const peer = self === 'page' ? 'preload' : 'page'
  const functions = new Map<number, AnyFunction>()
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  let lastId = 0
  let reply: Settled | undefined
  let filesIn: readonly File[] = []
  let filesOut: File[] = []

  const toError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)))
  const isContainer = (value: object) =>
    Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value))
  const handle = ($standin: Handle['$standin'], id: number, message = ''): Handle => ({ $standin, id, message })

  const encode = (value: unknown, seen: Map<object, unknown>): unknown => {
    if (typeof value === 'function') {
      functions.set(++lastId, value as AnyFunction)
      return handle('function', lastId)
    }
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Error) return handle('error', 0, value.message)
    if (value instanceof File) return handle('file', filesOut.push(value) - 1)
    if (value instanceof Promise) {
      const id = ++lastId
      value.then(
        (result: unknown) => post('settled', { id, value: result }),
        (error: unknown) => post('settled', { id, error: toError(error) }),
      )
      return handle('promise', id)
    }
    if (!isContainer(value)) return value
    if (seen.has(value)) return seen.get(value)
    const copy: Record<string, unknown> = Array.isArray(value) ? ([] as never) : {}
    seen.set(value, copy)
    for (const [name, item] of Object.entries(value)) copy[name] = encode(item, seen)
    return copy
  }

  const decode = (value: unknown, seen: Set<object>): unknown => {
    if (typeof value !== 'object' || value === null || !isContainer(value) || seen.has(value)) return value
    if ('$standin' in value) return fromHandle(value as Handle)
    seen.add(value)
    const container = value as Record<string, unknown>
    for (const [name, item] of Object.entries(container)) container[name] = decode(item, seen)
    return container
  }

  const fromHandle = ({ $standin, id, message }: Handle): unknown => {
    switch ($standin) {
      case 'function':
        return (...args: readonly unknown[]) => call(id, args)
      case 'promise':
        return new Promise((resolve, reject) => promises.set(id, { resolve, reject }))
      case 'error':
        return new Error(message)
      case 'file':
        return filesIn[id]
    }
  }

  const call = (target: number, args: readonly unknown[]): unknown => {
    const id = ++lastId
    reply = undefined
    post('call', { id, target, args })
    const answer = reply as Settled | undefined
    // No answer of ours: the other world could not read the arguments, or this one the result.
    if (answer?.id !== id) throw new Error('An object could not be cloned.')
    if ('error' in answer) throw answer.error
    return answer.value
  }

  const post = (type: string, value: unknown): void => {
    filesOut = []
    const detail = encode(value, new Map())
    if (filesOut.length > 0) {
      const dataTransfer = new DataTransfer()
      for (const file of filesOut) dataTransfer.items.add(file)
      window.dispatchEvent(new DragEvent(`${key}-${peer}-files`, { dataTransfer }))
    }
    window.dispatchEvent(new CustomEvent(`${key}-${peer}-${type}`, { detail }))
  }

  const listen = (type: string, listener: (value: never) => void): void => {
    window.addEventListener(`${key}-${self}-${type}`, (event) => {
      const { detail } = event as CustomEvent<unknown>
      if (detail !== null) listener(decode(detail, new Set()) as never)
    })
  }

  window.addEventListener(`${key}-${self}-files`, (event) => {
    filesIn = [...((event as DragEvent).dataTransfer?.files ?? [])]
  })
  listen('call', ({ id, target, args }: Call) => {
    let answer: Settled
    try {
      answer = { id, value: functions.get(target)?.(...args) }
    } catch (error) {
      answer = { id, error: toError(error) }
    }
    post('reply', answer)
  })
  listen('reply', (answer: Settled) => {
    reply = answer
  })
  listen('settled', (settled: Settled) => {
    const waiting = promises.get(settled.id)
    promises.delete(settled.id)
    if ('error' in settled) waiting?.reject(settled.error)
    else waiting?.resolve(settled.value)
  })
  return { post, listen }
}
