import type { RandomAccess } from '../../electron/engine/delta.ts'

/** A seekable file in memory that counts its reads. */
export class MemoryFile implements RandomAccess {
  readonly bytes: Uint8Array
  reads = 0
  readBytes = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get sizeBytes(): number {
    return this.bytes.length
  }

  async readAt(position: number, into: Uint8Array): Promise<number> {
    await Promise.resolve()
    return this.readAtSync(position, into)
  }

  readAtSync(position: number, into: Uint8Array): number {
    const from = this.bytes.subarray(position, position + into.length)
    into.set(from)
    this.reads++
    this.readBytes += from.length
    return from.length
  }
}
