import type { FromPage } from './messages.ts'

/**
 * Makes the paths behind dropped and chosen files known before the page hears of them.
 *
 * Chromium knows these paths but tells them only over CDP, asynchronously, while `webUtils.getPathForFile` answers at once.
 * So the event is held back, the paths are asked for, and then the event is given to the page. The path belongs to the File
 * object, not to its name: files that look alike keep their own paths.
 *
 * The function must stand alone: its text is evaluated in the page.
 */
export function holdFileEvents(send: (message: FromPage) => void) {
  interface Held {
    readonly events: Event[]
    readonly target: EventTarget
    readonly files: readonly File[]
  }

  const pathByFile = new WeakMap<File, string>()
  const held = new Map<number, Held>()
  let lastId = 0
  let releasing = false

  const filesOf = (event: Event): readonly File[] => {
    const list =
      event instanceof DragEvent ? event.dataTransfer?.files : (event.target as HTMLInputElement | null)?.files
    return [...(list ?? [])]
  }

  // The browser's own event ends with this listener, so the page gets a copy with the same files and texts.
  const copyOf = (event: Event, files: readonly File[]): Event => {
    if (!(event instanceof DragEvent)) return new Event(event.type, { bubbles: true, composed: event.composed })
    const { clientX, clientY, screenX, screenY, ctrlKey, shiftKey, altKey, metaKey } = event
    const position = { clientX, clientY, screenX, screenY, ctrlKey, shiftKey, altKey, metaKey }
    return new DragEvent(event.type, {
      bubbles: true,
      cancelable: true,
      composed: true,
      ...position,
      dataTransfer: copyTransfer(event, files),
    })
  }

  const texts = new WeakMap<Event, readonly (readonly [string, string])[]>()
  const copyTransfer = (event: DragEvent, files: readonly File[]): DataTransfer => {
    const copy = new DataTransfer()
    for (const [type, text] of texts.get(event) ?? []) copy.setData(type, text)
    for (const file of files) copy.items.add(file)
    return copy
  }

  const hold = (event: Event): void => {
    const files = filesOf(event)
    const target = event.composedPath()[0]
    if (releasing || files.length === 0 || !target) return
    event.stopImmediatePropagation()
    event.preventDefault()
    if (event instanceof DragEvent && event.dataTransfer) {
      // Readable only while the event is being dispatched.
      const { dataTransfer } = event
      const kinds = dataTransfer.types.filter((type) => type !== 'Files')
      texts.set(
        event,
        kinds.map((type) => [type, dataTransfer.getData(type)]),
      )
    }
    // One choice of files makes two events, `input` and `change`.
    const pending = [...held.values()].find((entry) => entry.target === target && event.type === 'change')
    if (pending) {
      pending.events.push(event)
      return
    }
    const id = ++lastId
    held.set(id, { events: [event], target, files })
    send({ op: 'files', id, count: files.length })
  }

  for (const type of ['drop', 'input', 'change']) window.addEventListener(type, hold, true)

  return {
    pathOf: (file: File): string => pathByFile.get(file) ?? '',
    heldFile: (id: number, index: number): File | undefined => held.get(id)?.files[index],
    release: (id: number, paths: readonly string[]): void => {
      const entry = held.get(id)
      if (!entry) return
      held.delete(id)
      for (const [index, file] of entry.files.entries()) pathByFile.set(file, paths[index] ?? '')
      releasing = true
      try {
        for (const event of entry.events) entry.target.dispatchEvent(copyOf(event, entry.files))
      } finally {
        releasing = false
      }
    },
  }
}
