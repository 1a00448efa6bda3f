import type { WireError } from '../../shared/errors.ts'
import { AppError, fromWire } from '../../shared/errors.ts'
import { call } from '../api.ts'

/**
 * Sends a file's bytes up to the host with a ticket.
 *
 * @returns the path the host has put them under.
 * @throws AppError E_TICKET_INVALID, E_FILE_NO_SPACE, E_CONNECTION_LOST
 */
export async function uploadFile(file: File, onProgress: (doneBytes: number) => void): Promise<string> {
  const { url, path } = await call('upload.ticket', { name: file.name, sizeBytes: file.size })
  await post(url, file, onProgress)
  return path
}

/** Not fetch: only XMLHttpRequest tells how much of a body has left. */
function post(url: string, file: File, onProgress: (doneBytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.upload.onprogress = ({ loaded }) => onProgress(loaded)
    request.onload = () => {
      if (request.status === 200) resolve()
      else reject(refusal(file.name, request))
    }
    request.onerror = () => reject(new AppError('E_CONNECTION_LOST', `${file.name} could not be sent`))
    request.send(file)
  })
}

/** The host says why as it does everywhere; what is no such answer came from something in between. */
function refusal(name: string, { status, responseText }: XMLHttpRequest): AppError {
  try {
    return fromWire(JSON.parse(responseText) as WireError)
  } catch {
    return new AppError('E_TICKET_INVALID', `${name} was not accepted`, { detail: { status } })
  }
}
