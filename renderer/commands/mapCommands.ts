import { exportExtents } from '../actions/extents.ts'
import type { Chosen } from '../actions/current.ts'
import { guarded } from '../actions/failure.ts'
import { mapText } from '../mapText.ts'
import type { ExtentFormat } from '../model/map/extents.ts'
import { MAP_MODES } from '../model/map/reading.ts'
import { stretchOf } from '../model/map/stretch.ts'
import { canZoomIn, isWhole, settle, zoomed } from '../model/map/view.ts'
import { nameOfPoint } from '../model/points.ts'
import { mapStore, modeFor, showMode, showTab, showTable, showView } from '../stores/map.ts'
import { chooseRegion, selectionStore } from '../stores/selection.ts'
import { make } from './make.ts'
import { current, forImage, hasImage, isInLibrary } from './openImage.ts'
import type { Command } from './registry.ts'

const t = mapText.commands

/** What can be done with the block map, and which table stands in its place. */
export const mapCommands: readonly Command[] = [
  make('map.show', t.group, t.show, () => showTab('map'), { when: hasImage }),
  make('map.showSnapshots', t.group, t.snapshots, () => showTab('snapshots'), { when: hasImage }),
  make('map.showFiles', t.group, t.files, () => showTab('files'), { when: isInLibrary }),
  ...MAP_MODES.map((mode) =>
    make(`map.mode.${mode}`, t.group, t.mode(mapText.mode[mode]), () => showMode(mode), {
      // How often, and by what, is known where the links are.
      when: mode === 'allocated' || mode === 'changed' ? hasImage : isInLibrary,
    }),
  ),
  make('map.table', t.group, t.table, toggleTable, { when: hasImage }),
  make('map.zoomIn', t.group, t.zoom(mapText.zoomIn), () => zoom(2), {
    when: () => canZoomIn(mapStore.getState().view, sizeNow()),
  }),
  make('map.zoomOut', t.group, t.zoom(mapText.zoomOut), () => zoom(0.5), { when: isZoomed }),
  make('map.zoomReset', t.group, t.zoom(mapText.zoomReset), () => showView(null), { when: isZoomed }),
  make('map.zoomRegion', t.group, t.zoom(mapText.zoomRegion), zoomToRegion, { when: hasRegion }),
  make('map.clearRegion', t.group, t.zoom(mapText.clear), () => chooseRegion(null), { when: hasRegion }),
  make('map.extentsCsv', t.group, t.csv, () => exportAs('csv'), { when: isReadable }),
  make('map.extentsJson', t.group, t.json, () => exportAs('json'), { when: isReadable }),
]

/** How the map is drawn now. */
function modeNow({ range }: Chosen) {
  return modeFor(mapStore.getState().mode, range !== null)
}

/** What the map tells of now. */
function stretchNow() {
  const now = current()
  return now === null ? null : stretchOf(now.chosen, modeNow(now.chosen))
}

function sizeNow(): number {
  return stretchNow()?.point.snapshot?.sizeBytes ?? current()?.details.sizeBytes ?? 0
}

function isReadable(): boolean {
  return stretchNow()?.point.restorable === true
}

function hasRegion(): boolean {
  return hasImage() && selectionStore.getState().region !== null
}

function isZoomed(): boolean {
  return hasImage() && !isWhole(mapStore.getState().view, sizeNow())
}

/** Around the cursor where it is seen, else around the middle. */
function zoom(factor: number): void {
  const { view, cursor } = mapStore.getState()
  const sizeBytes = sizeNow()
  const { start, length } = view ?? { start: 0, length: sizeBytes }
  const isSeen = cursor !== null && cursor >= start && cursor < start + length
  showView(zoomed(view, sizeBytes, factor, isSeen ? cursor : start + length / 2))
}

function zoomToRegion(): void {
  const { region } = selectionStore.getState()
  if (region !== null) showView(settle(region, sizeNow()))
}

function toggleTable(): void {
  const { isTable, isWide } = mapStore.getState()
  showTable(!(isTable ?? isWide))
}

function exportAs(format: ExtentFormat): void {
  forImage(({ details, chosen }) => {
    const mode = modeNow(chosen)
    const stretch = stretchOf(chosen, mode)
    if (stretch === null) return
    const isStretch = (mode === 'changed' || mode === 'heat') && stretch.from !== null
    const from = isStretch && stretch.from !== null ? nameOfPoint(stretch.from) : null
    void guarded(() => exportExtents(details, { from, to: stretch.to }, format))
  })()
}
