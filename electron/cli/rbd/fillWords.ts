import { exitCodeOf } from '../../../shared/errorCatalogue.ts'
import type { WireError } from '../../../shared/errors.ts'
import type { Said } from './said.ts'
import { errnoOf, formatErrno } from './strerror.ts'
import { isRbdVerb, type Lines, wordsOf } from './words.ts'

/** `rbd`'s lines for a failure, ready but for the place where the progress line ends; that place as the split. */
export interface FilledWords {
  /** The lines in their parts: between each two the progress line ends with `failed.`. */
  readonly parts: readonly (string | Uint8Array)[]
  /** Whether a part holds what the error's own sentence says. */
  readonly saysMessage: boolean
}

/** Stands between two parts. */
export const FAIL = '{fail}'

/**
 * The exit code of a verb: the system's errno where it was the system that refused, else the catalogue's.
 */
export function exitCodeFor(error: WireError, verb: string | null): number {
  const { errno: name, exitCode } = error.detail ?? {}
  const isRbds = verb !== null && isRbdVerb(verb)
  const errno = isRbds && typeof name === 'string' ? errnoOf(name) : null
  // What a shell, ssh or a signal ended says nothing of rbd.
  const isTold = isRbds && error.code.startsWith('E_CLUSTER_') && typeof exitCode === 'number'
  return errno ?? (isTold && exitCode > 0 && exitCode < SHELLS_OWN ? exitCode : exitCodeOf(error, verb))
}

/** Exit codes from here on are of a shell, of `ssh` or of signals. */
const SHELLS_OWN = 126

/**
 * What the real `rbd` said on standard error where a job asked it and it failed, so that it can be handed on; null: it said nothing, or the failure has lines of its own. What
 * lists were asked for names is left out: that was no wish of the user's.
 */
function handedOn({ code, detail }: WireError): string | null {
  const stderr = detail?.['stderr']
  const isRbds = code.startsWith('E_CLUSTER_') || code === 'E_POOL_NOT_FOUND' || code === 'E_IMAGE_NOT_FOUND'
  if (!isRbds || typeof stderr !== 'string') return null
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('rbd: listing images failed'))
  return lines.length === 0 ? null : `${lines.join('\n')}\n`
}

/** `rbd`'s lines for a failure of a verb; null: it has none, the refusal is ours alone. */
export function fillWords(error: WireError, verb: string | null, said: Said, isBegun = false): FilledWords | null {
  if (verb !== null && !isRbdVerb(verb)) return null
  const told = verb === null ? null : handedOn(error)
  if (told !== null) return { parts: [told], saysMessage: false }
  const words = wordsOf(verb, error.code)
  const lines = typeof words === 'function' ? words(error, said, isBegun) : words
  if (lines === undefined || lines === null) return null
  const parts = lines.split(/(\{fail\}|\{banner\})/).flatMap((part): readonly (string | Uint8Array)[] => {
    if (part === '' || part === FAIL) return part === '' ? [] : [FAIL]
    return part === '{banner}' ? bannerLine(error) : [fill(part, error, verb, said)]
  })
  return { parts, saysMessage: lines.includes('{message}') }
}

function fill(lines: Lines, error: WireError, verb: string | null, said: Said): string {
  const { detail } = error
  const text = (key: string): string => (detail?.[key] === undefined ? '' : String(detail[key]))
  return lines.replaceAll(/\{(\w+)\}/g, (place, key: string) => {
    switch (key) {
      case 'errno':
        return formatErrno(exitCodeFor(error, verb))
      case 'message':
        return error.message
      case 'image':
        return said.image ?? text('image')
      case 'path':
        return said.paths.get(text('path')) ?? text('path')
      default:
        return detail?.[key] === undefined ? place : text(key)
    }
  })
}

const encoder = new TextEncoder()

/** `invalid banner '…', expected 'rbd diff v1⏎'`: the bytes as they are, up to the first NUL, as C prints them. */
function bannerLine({ detail }: WireError): readonly Uint8Array[] {
  const base64 = detail?.['banner']
  if (typeof base64 !== 'string') return []
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const end = bytes.indexOf(0)
  const shown = bytes.subarray(0, end < 0 ? bytes.length : end)
  return [encoder.encode("invalid banner '"), shown, encoder.encode("', expected 'rbd diff v1\n'\n")]
}
