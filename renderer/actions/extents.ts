import { fromSnap, line, quoteSh, sayRef } from '../../shared/equivalentParts.ts'
import type { ImageDetails } from '../../shared/contract.ts'
import type { Name } from '../../shared/names.ts'
import { call } from '../api.ts'
import { mapText } from '../mapText.ts'
import { fileNameFor } from '../model/exportPath.ts'
import type { ExtentFormat } from '../model/map/extents.ts'
import { extentWriter, MANY_EXTENTS } from '../model/map/extents.ts'
import { mapStore, putExtents } from '../stores/map.ts'
import { announce } from '../stores/ui.ts'

/** Extents in one answer. */
const PAGE = 50_000

/** What is listed: `from` null: everything that is there. */
export interface ExtentStretch {
  readonly from: Name | null
  readonly to: Name | null
}

let running: AbortController | null = null
let answer: ((goOn: boolean) => void) | null = null

/**
 * Writes the extents of a stretch into a file that the page saves. Page by page into parts the browser keeps: never all of them in the
 * window's memory. Very many wait for {@link answerMany}. @throws AppError
 */
export async function exportExtents(
  details: ImageDetails,
  { from, to }: ExtentStretch,
  format: ExtentFormat,
): Promise<void> {
  stopExtents()
  const abort = new AbortController()
  running = abort
  const file = fileNameFor([details.ref.image.text, from?.text ?? '', to?.text ?? 'head', 'extents'], format)
  const command = diffCommand(details, { from, to }, format, file)
  const writer = extentWriter(format)
  const parts: Blob[] = []
  let extents = 0
  let isAgreed = false
  try {
    for (let start: number | null = 0; start !== null; ) {
      putExtents({ format, extents, state: 'reading', file, command })
      const page: Awaited<ReturnType<typeof readPage>> = await readPage(details, { from, to }, start, abort.signal)
      abort.signal.throwIfAborted()
      parts.push(new Blob([writer.page(page.extents)]))
      extents += page.extents.length
      start = page.next
      if (start === null || isAgreed || extents < MANY_EXTENTS) continue
      putExtents({ format, extents, state: 'asking', file, command })
      isAgreed = await new Promise<boolean>((resolve) => {
        answer = resolve
      })
      if (!isAgreed) return
    }
    parts.push(new Blob([writer.end()]))
    save(new Blob(parts, { type: writer.type }), file)
    putExtents({ format, extents, state: 'done', file, command })
    announce(mapText.extents.done(extents, file))
  } catch (error) {
    if (abort.signal.aborted) return
    putExtents(null)
    throw error
  } finally {
    if (running === abort) {
      running = null
      answer = null
      if (mapStore.getState().extents?.state !== 'done') putExtents(null)
    }
  }
}

/** Says whether very many extents are to be written after all. */
export function answerMany(goOn: boolean): void {
  answer?.(goOn)
}

/** Ends the export of extents that is running, and forgets the one that is done. */
export function stopExtents(): void {
  answer?.(false)
  running?.abort()
  running = null
  answer = null
  putExtents(null)
}

function readPage(details: ImageDetails, { from, to }: ExtentStretch, start: number, signal: AbortSignal) {
  return call('image.extents', { image: details.ref, from, to, wholeObject: false, start, limit: PAGE }, { signal })
}

/** The line that lists the same extents. */
export function diffCommand(
  details: ImageDetails,
  { from, to }: ExtentStretch,
  format: ExtentFormat,
  file: string,
): string {
  const options = format === 'json' ? ['--format', 'json'] : []
  const source = sayRef({ ...details.ref, snapshot: to }, 'source', true)
  const target = format === 'json' ? file : `${file.slice(0, -'.csv'.length)}.txt`
  return `${line('rbd-studio diff', options, fromSnap(from), source)} > ${quoteSh(target)}`
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun with it by then; the bytes are its own from there on.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
