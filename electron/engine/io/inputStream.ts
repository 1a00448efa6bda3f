import { Socket } from 'node:net'
import { readAhead, type StreamOptions } from './byteStream.ts'
import { fileError } from './fileError.ts'
import { folderError } from './fileSource.ts'
import type { OpenByteStream } from './readableByteStream.ts'
import { socketByteStream } from './socketByteStream.ts'
import { readDescriptor, statDescriptor } from './fs.ts'

/**
 * Standard input (descriptor 0), or another open descriptor, as a stream of bytes from where it stands. A pipe or socket is read
 * without ever blocking a thread, so a writer that says nothing cannot hold up a cancel. The descriptor of a file is left open.
 *
 * @throws AppError E_FILE_IS_DIRECTORY, E_FILE_READ; the signal's reason when aborted.
 */
export async function openDescriptorInput(descriptor: number, options: StreamOptions): Promise<OpenByteStream> {
  const { meter } = options
  const name = 'standard input'
  try {
    const stats = await statDescriptor(descriptor)
    if (stats.isDirectory()) throw folderError(name)
    if (stats.isFIFO() || stats.isSocket()) {
      return socketByteStream(
        (onread) => new Socket({ fd: descriptor, readable: true, writable: false, onread }),
        options,
      )
    }
    return readAhead(
      {
        name,
        positions: null,
        sizeBytes: null,
        async read(into) {
          const { bytesRead } = await readDescriptor(descriptor, into, 0, into.length, null)
          if (meter !== undefined) meter.readBytes += bytesRead
          return bytesRead
        },
        close: async () => {},
      },
      options,
    )
  } catch (error) {
    throw fileError(error, name, 'read')
  }
}
