import type { Region } from '../../stores/selection.ts'

/** The least that is worth a map of its own. */
const LEAST_VIEW = 256 * 1024
const LEAST_ALIGN = 4096

/** The whole of an image. */
export function wholeOf(sizeBytes: number): Region {
  return { start: 0, length: sizeBytes }
}

/** Whether a view shows all of the image. */
export function isWhole(view: Region | null, sizeBytes: number): boolean {
  return view === null || (view.start === 0 && view.length >= sizeBytes)
}

/** Brings a view into the image, at round offsets; null where it is all of it. */
export function settle({ start, length }: Region, sizeBytes: number): Region | null {
  const least = Math.min(sizeBytes, LEAST_VIEW)
  const wanted = Math.min(sizeBytes, Math.max(least, length))
  if (wanted >= sizeBytes) return null
  // A 128th of what is seen, as a power of two: cells begin where objects do, and offsets read well.
  const align = Math.max(LEAST_ALIGN, 2 ** Math.floor(Math.log2(wanted / 128)))
  const size = Math.min(sizeBytes, Math.ceil(wanted / align) * align)
  if (size >= sizeBytes) return null
  const latest = Math.max(0, Math.ceil((sizeBytes - size) / align) * align)
  const from = Math.min(latest, Math.max(0, Math.round(start / align) * align))
  return { start: from, length: Math.min(size, sizeBytes - from) }
}

/** The view with `1 / factor` of the bytes, the byte `anchor` staying at its place. */
export function zoomed(view: Region | null, sizeBytes: number, factor: number, anchor: number): Region | null {
  const { start, length } = view ?? wholeOf(sizeBytes)
  const next = length / factor
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (anchor - start) / length))
  return settle({ start: anchor - share * next, length: next }, sizeBytes)
}

/** The view moved by so many bytes. */
export function panned(view: Region | null, sizeBytes: number, by: number): Region | null {
  if (view === null) return null
  const end = Math.max(0, sizeBytes - view.length)
  return settle({ start: Math.min(end, Math.max(0, view.start + by)), length: view.length }, sizeBytes)
}

/** Whether there is more to be seen of the image by going nearer. */
export function canZoomIn(view: Region | null, sizeBytes: number): boolean {
  return (view?.length ?? sizeBytes) > Math.min(sizeBytes, LEAST_VIEW)
}
