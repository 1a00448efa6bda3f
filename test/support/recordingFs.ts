import { existsSync } from 'node:fs'
import type * as Door from '../../electron/engine/io/fs.ts'
import type { DiskRecord } from './diskRecord.ts'

type FileHandle = Door.FileHandle
type DoorModule = typeof Door

/** What is recorded now; null: nothing. */
export const recording: { record: DiskRecord | null } = { record: null }

/**
 * The engine's door to the file system with a recorder in it, for `vi.mock`: everything is really done, and what was done beneath the
 * recorded folder is written down when it is done.
 */
export function recordingFs(door: DoorModule): DoorModule {
  const about = (path: unknown): DiskRecord | null => {
    const { record } = recording
    return record !== null && typeof path === 'string' && record.covers(path) ? record : null
  }
  const open: DoorModule['open'] = async (path, flags, mode) => {
    const record = about(path)
    const isNew = record !== null && !existsSync(textOf(path))
    const handle = await door.open(path, flags, mode)
    if (record === null) return handle
    if (isNew) record.create(textOf(path), 'file', 'create')
    return recordingHandle(handle, record, textOf(path))
  }
  return {
    ...door,
    open,
    async writeFile(path, data, options) {
      const record = about(path)
      if (record === null) return door.writeFile(path, data, options)
      if (typeof path !== 'string' || typeof options !== 'object' || options === null || options.flag !== 'wx') {
        const isNew = !existsSync(textOf(path))
        await door.writeFile(path, data, options)
        const node = isNew ? record.create(textOf(path), 'file', 'create') : record.file(textOf(path))
        if (node?.kind === 'file') record.steps.push({ kind: 'write', node, position: 0, bytes: bytesOf(data) })
        return
      }
      await door.writeFile(path, data, options)
      const node = record.create(path, 'file', 'create')
      if (node.kind !== 'file') return
      record.steps.push({ kind: 'write', node, position: 0, bytes: bytesOf(data) })
      if (options.flush === true) record.steps.push({ kind: 'flush', node, since: record.steps.length })
    },
    async link(from, to) {
      await door.link(from, to)
      about(to)?.link(textOf(from), textOf(to))
    },
    async rename(from, to) {
      const record = about(from) ?? about(to)
      // An empty folder, or a file, that is replaced goes at the same step.
      await door.rename(from, to)
      record?.rename(textOf(from), textOf(to))
    },
    async unlink(path) {
      await door.unlink(path)
      about(path)?.unlink(textOf(path))
    },
    async rm(path, options) {
      const record = about(path)
      const was = record !== null && existsSync(textOf(path))
      await door.rm(path, options)
      if (was) record.unlink(textOf(path))
    },
    async rmdir(path, options) {
      await door.rmdir(path, options)
      about(path)?.unlink(textOf(path))
    },
    mkdir: (async (path: string, options?: { recursive?: boolean }) => {
      const record = about(path)
      if (record === null) return door.mkdir(path, options)
      const missing: string[] = []
      for (let at = path; record.covers(at) && !existsSync(at); at = at.slice(0, at.lastIndexOf('/')))
        missing.unshift(at)
      const made = await door.mkdir(path, options)
      for (const folder of missing) record.create(folder, 'folder', 'mkdir')
      return made
    }) as DoorModule['mkdir'],
    openDescriptor: (async (path: string, ...rest: [string, number]) => {
      if (about(path) !== null) throw new Error('the recorder does not know what is written through a descriptor')
      return door.openDescriptor(path, ...rest)
    }) as DoorModule['openDescriptor'],
  }
}

/** The engine calls everything by its path. */
function textOf(path: unknown): string {
  if (typeof path !== 'string') throw new Error('the recorder knows paths only')
  return path
}

function recordingHandle(handle: FileHandle, record: DiskRecord, path: string): FileHandle {
  const node = record.node(path)
  if (node === null) throw new Error(`${path} is not in the record`)
  const push = (position: number, bytes: Uint8Array): void => {
    if (node.kind === 'file') record.steps.push({ kind: 'write', node, position, bytes })
  }
  let end = node.kind === 'file' ? node.before.length : 0
  const flush = async (work: () => Promise<void>): Promise<void> => {
    const since = record.steps.length
    await work()
    record.steps.push({ kind: 'flush', node, since })
  }
  const own: Readonly<Record<string, unknown>> = {
    async write(
      bytes: Uint8Array | DataView,
      offset = 0,
      length = bytes.byteLength - offset,
      position: number | null = null,
    ) {
      const result = await handle.write(bytes as Uint8Array, offset, length, position)
      const given = new Uint8Array(bytes.buffer, bytes.byteOffset + offset, result.bytesWritten).slice()
      push(position ?? end, given)
      end = Math.max(end, (position ?? end) + given.length)
      return result
    },
    async writeFile(data: string | Uint8Array) {
      await handle.writeFile(data)
      const bytes = bytesOf(data)
      push(end, bytes)
      end += bytes.length
    },
    async truncate(sizeBytes = 0) {
      await handle.truncate(sizeBytes)
      if (node.kind === 'file') record.steps.push({ kind: 'truncate', node, sizeBytes })
    },
    sync: () => flush(() => handle.sync()),
    datasync: () => flush(() => handle.datasync()),
    writev: () => {
      throw new Error('the recorder does not know writev')
    },
  }
  return new Proxy(handle, {
    get(target, key) {
      if (typeof key === 'string' && key in own) return own[key]
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

function bytesOf(data: unknown): Uint8Array {
  if (typeof data === 'string') return new TextEncoder().encode(data)
  if (data instanceof Uint8Array) return data.slice()
  throw new Error('the recorder knows text and bytes only')
}
