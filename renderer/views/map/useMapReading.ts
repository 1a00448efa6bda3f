import { useEffect, useState } from 'react'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { WireError } from '../../../shared/errors.ts'
import { toWire } from '../../../shared/errors.ts'
import { nameKey } from '../../../shared/names.ts'
import { readMap } from '../../actions/map.ts'
import type { MapMode, MapReading } from '../../model/map/reading.ts'
import type { MapStretch } from '../../model/map/stretch.ts'
import { nameOfPoint } from '../../model/points.ts'

/** What is asked for, and what it is about. */
export interface MapQuestion {
  readonly details: ImageDetails
  readonly mode: MapMode
  readonly stretch: MapStretch
  /** Where the part begins that is seen, how many cells it has, and what each of them stands for. */
  readonly start: number
  /** 0: there is no room yet, or nothing to read. */
  readonly cells: number
  readonly unit: number
}

/** What was read, with the question it answers: the picture that stands until the next answer is there. */
export interface MapAnswer {
  readonly reading: MapReading
  readonly mode: MapMode
  readonly stretch: MapStretch
}

interface Found {
  readonly answer: MapAnswer | null
  readonly error: WireError | null
  readonly isReading: boolean
  readonly retry: () => void
}

/** Reads what the map shows. A question that is overtaken by the next one is given up. */
export function useMapReading({ details, mode, stretch, start, cells, unit }: MapQuestion): Found {
  const [answer, setAnswer] = useState<MapAnswer | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const [isReading, setReading] = useState(true)
  const [turn, setTurn] = useState(0)
  const { to, from } = stretch
  const fromName = from === null ? null : nameOfPoint(from)
  const key = [to, fromName].map((name) => (name === null ? '' : nameKey(name))).join('\n')

  useEffect(() => {
    if (cells === 0) return
    const abort = new AbortController()
    setReading(true)
    const isOfStretch = mode === 'changed' || (mode === 'heat' && fromName !== null)
    readMap(
      details,
      { from: isOfStretch ? fromName : undefined, to, start, length: cells * unit, bins: cells },
      abort.signal,
    ).then(
      (reading) => {
        if (abort.signal.aborted) return
        setAnswer({ reading, mode, stretch })
        setError(null)
        setReading(false)
      },
      (failure: unknown) => {
        if (abort.signal.aborted) return
        setError(toWire(failure))
        setReading(false)
      },
    )
    return () => abort.abort()
    // `key` stands for the names and the stretch. The details are a new object after each change of the image: then all is read anew.
  }, [details, mode, key, start, cells, unit, turn])

  return { answer, error, isReading, retry: () => setTurn((now) => now + 1) }
}
