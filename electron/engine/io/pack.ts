import { constants, createZstdCompress } from 'node:zlib'
import type { ByteSink } from './bufferedOutput.ts'

/** A sink that packs what it is given. A piece is the caller's again when its promise settles. */
export interface PackingSink extends ByteSink {
  /** Writes what the packer still holds and the end of the frame; nothing may be written after. */
  finish(): Promise<void>
  /** Lets go of the packer, at any moment. */
  close(): void
}

const CHUNK_BYTES = 256 * 1024

/**
 * Packs everything into one frame of zstd, with a checksum, at zstd's own default level, and writes it into `sink` as it comes.
 *
 * A failed write is thrown by a later `write`, at the latest by `finish`. Memory: the packer's window (2 MiB) and a few chunks of 256 KiB. One
 * thread: the packer's own threads never come to an end when they are fed by a stream.
 */
export function packZstd(sink: ByteSink): PackingSink {
  const engine = createZstdCompress({
    chunkSize: CHUNK_BYTES,
    // Without it a flipped bit of a stored block would not be noticed when it is unpacked.
    params: { [constants.ZSTD_c_checksumFlag]: 1 },
  })
  let rejectAll: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_, reject) => {
    rejectAll = reject
  })
  // It is raced against; by itself nobody waits for it.
  failed.catch(() => undefined)
  engine.on('error', rejectAll)
  const drained = (async () => {
    for await (const chunk of engine) await sink.write(chunk as Uint8Array)
  })()
  drained.catch(rejectAll)
  return {
    async write(bytes) {
      if (bytes.length === 0) return
      await Promise.race([failed, new Promise<void>((resolve) => engine.write(bytes, () => resolve()))])
    },
    async finish() {
      engine.end()
      await Promise.race([failed, drained])
    },
    close() {
      engine.destroy()
    },
  }
}
