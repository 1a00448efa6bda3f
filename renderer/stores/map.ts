import { createStore } from 'zustand/vanilla'
import type { ExtentFormat } from '../model/map/extents.ts'
import type { MapMode } from '../model/map/reading.ts'
import type { Region } from './selection.ts'

/** What stands below the timeline. */
export type LowerTab = 'map' | 'snapshots' | 'files'

/** Extents on their way into a file. */
export interface ExtentExport {
  readonly format: ExtentFormat
  readonly extents: number
  /** `asking`: there are very many, and it waits for a word. */
  readonly state: 'reading' | 'asking' | 'done'
  readonly file: string
  /** The line that does the same without a window. */
  readonly command: string
}

export interface MapStore {
  readonly tab: LowerTab
  /** Null: nobody chose one, so what is chosen on the timeline says. */
  readonly mode: MapMode | null
  /** Whether the table is shown; null: where there is room for both. */
  readonly isTable: boolean | null
  /** Whether there is room for both. */
  readonly isWide: boolean
  /** The part of the image that is seen; null: all of it. */
  readonly view: Region | null
  /** The byte the cursor of the map stands at; null: nowhere yet. */
  readonly cursor: number | null
  readonly extents: ExtentExport | null
}

/** How the part below the timeline is looked at. Tab, mode and table stay as they are from image to image. */
export const mapStore = createStore<MapStore>(() => ({
  tab: 'map',
  mode: null,
  isTable: null,
  isWide: false,
  view: null,
  cursor: null,
  extents: null,
}))

/** Brings the block map or one of the tables to the front. */
export function showTab(tab: LowerTab): void {
  mapStore.setState({ tab })
}

/** Chooses what the map tells. */
export function showMode(mode: MapMode): void {
  mapStore.setState({ mode, tab: 'map' })
}

/** Shows a part of the image, or with null all of it. */
export function showView(view: Region | null): void {
  mapStore.setState({ view })
}

/** Puts the cursor to a byte of the image. */
export function moveCursor(cursor: number | null): void {
  mapStore.setState({ cursor })
}

/** Shows or hides the table of the map. */
export function showTable(isTable: boolean): void {
  mapStore.setState({ isTable, tab: 'map' })
}

/** Another image is open: what was looked at in the one before means nothing here. */
export function forgetView(): void {
  mapStore.setState({ view: null, cursor: null })
}

/** What is known of the export of extents; null: there is none. */
export function putExtents(extents: ExtentExport | null): void {
  mapStore.setState({ extents })
}

/** The mode in which the map is drawn: the one that was chosen, else a stretch tells what it changed and a point what it holds. */
export function modeFor(mode: MapMode | null, isStretch: boolean): MapMode {
  return mode ?? (isStretch ? 'changed' : 'allocated')
}
