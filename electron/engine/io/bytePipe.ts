import { randomBytes } from 'node:crypto'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mkdir, rmdir } from './fs.ts'
import type { OpenByteStream, ReadableStreamOptions } from './readableByteStream.ts'
import { socketByteStream } from './socketByteStream.ts'

/** A pipe: what is written to one end is read at the other. */
export interface BytePipe {
  /** The end a child is given as its standard output, and that is closed here once it has it. */
  readonly into: Socket
  readonly stream: OpenByteStream
}

/**
 * Makes a pipe whose bytes are read into one buffer. The pipe that `spawn` makes cannot be told to, so this one is a socket in a folder that nobody else may
 * enter and that is gone before anything goes through it.
 *
 * @throws where no such socket can be made: in a folder with too long a name, on Windows
 */
export async function openBytePipe(options: ReadableStreamOptions): Promise<BytePipe> {
  const folder = join(tmpdir(), `rbd-studio-${randomBytes(6).toString('hex')}`)
  await mkdir(folder, { mode: 0o700 })
  const server = createServer({ pauseOnConnect: true })
  try {
    const path = join(folder, 'pipe')
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
    return await new Promise<BytePipe>((resolve, reject) => {
      const stream = socketByteStream((onread) => {
        const socket = connect({ path, onread })
        return socket.once('error', (error) => void stream.close().then(() => reject(error)))
      }, options)
      server.once('connection', (into) => resolve({ into, stream }))
    })
  } finally {
    // Takes its name away; the connection goes on.
    server.close()
    await rmdir(folder)
  }
}
