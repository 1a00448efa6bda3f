/** Chromium's numbers for the failures that tests meet; everything else is a general failure. */
const numbers: Readonly<Record<string, number>> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_FILE_NOT_FOUND: -6,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
}

/** The error with which `loadURL` rejects, in Electron's words. */
export interface LoadError extends Error {
  readonly code: string
  readonly errno: number
  readonly url: string
}

/** Makes it from Chromium's text, such as `net::ERR_FAILED`. */
export function loadError(errorText: string, url: string): LoadError {
  const code = errorText.replace('net::', '')
  const errno = numbers[code] ?? -2
  return Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { code, errno, url })
}
