import { Grid3x3, Table2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Bins, ImageDetails } from '../../../shared/contract.ts'
import type { WireError } from '../../../shared/errors.ts'
import { toWire } from '../../../shared/errors.ts'
import { formatBytes } from '../../../shared/units.ts'
import type { Chosen } from '../../actions/current.ts'
import { readBins } from '../../actions/map.ts'
import { IconButton } from '../../components/Button.tsx'
import { binBytes, gridFor } from '../../model/map/mapCells.ts'
import { nameOfPoint } from '../../model/points.ts'
import { text } from '../../strings.ts'
import { BlockCanvas, CELL_PX } from './BlockCanvas.tsx'
import { BlockTable } from './BlockTable.tsx'
import { MapLegend } from './MapLegend.tsx'
import { useWidth } from '../image/useWidth.ts'

const OFFSETS_PX = 72
const PADDING_PX = 32
const MAX_ROWS = 12

interface BlockMapProps {
  readonly details: ImageDetails
  readonly chosen: Chosen
}

/** Where in the image the data lies: of the chosen point, or what the chosen stretch changed. */
export function BlockMap({ details, chosen: { point, range, history } }: BlockMapProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const [isTable, setTable] = useState(false)
  const [bins, setBins] = useState<Bins | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const shown = range?.to ?? point ?? history.points.at(-1)
  const from = range === null ? null : nameOfPoint(range.from)
  const to = shown === undefined ? null : nameOfPoint(shown)
  const isRestorable = shown?.restorable ?? false
  const sizeBytes = shown?.snapshot?.sizeBytes ?? details.sizeBytes
  const { columns, cells } = gridFor(width - OFFSETS_PX - PADDING_PX, sizeBytes, CELL_PX, MAX_ROWS)

  useEffect(() => {
    if (width === 0 || sizeBytes === 0 || !isRestorable) return
    const abort = new AbortController()
    readBins(details.ref, from, to, cells, { signal: abort.signal }).then(
      (read) => {
        if (abort.signal.aborted) return
        setBins(read)
        setError(null)
      },
      (failure: unknown) => {
        if (!abort.signal.aborted) setError(toWire(failure))
      },
    )
    return () => abort.abort()
    // The details are a new object after each change of the image: then the map is read anew, too.
  }, [details, from, to, cells, width, sizeBytes, isRestorable])

  const toName = to?.text ?? text.app.head
  const what = from === null ? text.map.allocated(toName) : text.map.changed(from.text, toName)
  const isShown = bins !== null && error === null && isRestorable
  return (
    <section className="panel map" aria-label={text.map.title} data-region="">
      <div className="panel-head">
        <h2 className="panel-title">{text.map.title}</h2>
        <p className="panel-sub">{what}</p>
        <span className="panel-spacer" />
        <IconButton
          label={isTable ? text.map.asMap : text.map.asTable}
          icon={isTable ? <Grid3x3 size={15} /> : <Table2 size={15} />}
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
        />
      </div>
      <div ref={frame} className="map-frame">
        {isShown ? (
          isTable ? (
            <BlockTable bins={bins} isChange={from !== null} />
          ) : (
            <BlockCanvas bins={bins} columns={columns} isChange={from !== null} label={text.map.label(what)} />
          )
        ) : (
          <p className="panel-empty">{isRestorable && error === null ? text.app.loading : text.map.unavailable}</p>
        )}
      </div>
      {isShown && !isTable ? (
        <MapLegend isChange={from !== null} cell={text.map.cell(formatBytes(Math.round(binBytes(bins))))} />
      ) : null}
    </section>
  )
}
