import { call } from '../api.ts'

/** Asks the user with the system's dialog where a file should go; null when they think better of it. @throws AppError E_UNSUPPORTED */
export function chooseSavePath(suggestedPath: string): Promise<string | null> {
  return call('dialog.saveFile', { suggestedPath })
}
