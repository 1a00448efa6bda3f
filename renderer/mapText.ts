import { formatBytes } from '../shared/units.ts'
import type { MapMode } from './model/map/reading.ts'
import { count, formatCount } from './strings.ts'

const objects = (first: number, last: number) =>
  first === last ? `object ${formatCount(first)}` : `objects ${formatCount(first)} to ${formatCount(last)}`

/** The text of the block map, and of the tabs it shares its place with. */
export const mapText = {
  tabs: 'Below the timeline',
  tab: { map: 'Block map', snapshots: 'Snapshots', files: 'Files', filesMore: ' of the chain' },
  title: 'Block map',
  modes: 'What the map shows',
  mode: { allocated: 'Allocated', changed: 'Changed', heat: 'Heat', age: 'Age' } satisfies Record<MapMode, string>,
  about: {
    allocated: (to: string) => `allocated at ${to}`,
    changed: (from: string | null, to: string) =>
      from === null ? `everything up to ${to}` : `changed ${from} to ${to}`,
    heat: (from: string | null, to: string, increments: number) =>
      from === null
        ? `how often changed up to ${to}`
        : `how often changed in ${count(increments, 'increment')}, ${from} to ${to}`,
    age: (to: string) => `who wrote last, at ${to}`,
  },
  label: (what: string) => `Block map, ${what}`,
  asTable: 'Show as a table',
  asMap: 'Show as a map',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Show all of the image',
  zoomRegion: 'Zoom to the marked part',
  clear: 'Clear the mark',
  scale: (start: number, end: number, size: number) =>
    `${formatBytes(start)} to ${formatBytes(end)} of ${formatBytes(size)}`,
  whole: (size: number) => `all of ${formatBytes(size)}`,
  legend: {
    label: 'What the cells mean',
    hole: (bytes: string) => `hole ${bytes}`,
    data: (bytes: string) => `data ${bytes}`,
    unchanged: (bytes: string) => `unchanged ${bytes}`,
    changed: (bytes: string) => `changed ${bytes}`,
    share: ', a little to all of the cell',
    becameZero: 'became zero',
    zeros: 'zeros',
    times: (first: number, last: number) =>
      first === last ? `${formatCount(first)}×` : `${formatCount(first)}–${formatCount(last)}×`,
    never: 'not changed',
    writers: (oldest: string, newest: string) => (oldest === newest ? newest : `${oldest} to ${newest}`),
    cell: (unit: number, objectBytes: number) =>
      unit < objectBytes ? `1 cell = ${formatBytes(unit)}` : `1 cell = ${count(unit / objectBytes, 'object')}`,
  },
  tip: {
    where: (offset: number) => formatBytes(offset),
    objects,
    hole: 'nothing allocated',
    allocated: (bytes: number, of: number) =>
      bytes >= of ? `all ${formatBytes(of)} allocated` : `${formatBytes(bytes)} of ${formatBytes(of)} allocated`,
    changed: (bytes: number, of: number) =>
      bytes >= of ? `all ${formatBytes(of)} changed` : `${formatBytes(bytes)} of ${formatBytes(of)} changed`,
    zeroed: (bytes: number) => `${formatBytes(bytes)} became zero`,
    unchanged: 'not changed',
    times: (n: number) => `changed by ${count(n, 'increment')}`,
    lastBy: (name: string) => `last by ${name}`,
  },
  region: {
    range: (start: number, end: number) => {
      const [first, last] = [formatBytes(start), formatBytes(end)]
      const unit = last.slice(last.indexOf(' '))
      return first.endsWith(unit) ? `${first.slice(0, -unit.length)}–${last}` : `${first}–${last}`
    },
    objects,
    allocated: (bytes: number) => `${formatBytes(bytes)} allocated`,
    changed: (links: number) => (links === 0 ? 'changed by none' : `changed by ${count(links, 'increment')}`),
    reading: 'reading…',
    marked: (what: string) => `Marked ${what}`,
    cleared: 'Mark cleared',
  },
  table: {
    offset: 'Offset',
    length: 'Length',
    objects: 'Objects',
    data: 'Data',
    zeros: 'Zeros',
    changedIn: 'Changed in',
    last: 'Last change',
    noRows: 'Nothing is allocated here.',
    noChange: 'Nothing changed here.',
    show: (offset: string) => `Show ${offset} on the map`,
  },
  state: {
    loading: 'Reading the map…',
    empty: 'This image has no bytes: its size is 0. Resize it, and its blocks appear here.',
    nothing: 'Nothing is allocated yet. The image reads as zeros.',
    noChange: 'Nothing changed here between the two.',
    blocked: (point: string, file: string | null) =>
      file === null ? `${point} cannot be read.` : `${point} cannot be read: ${file} is missing or damaged.`,
    upTo: (name: string | null) =>
      name === null ? 'No point before it can be read either.' : `The image can be read up to ${name}.`,
    showUpTo: (name: string) => `Show ${name}`,
    noHistory: 'This source does not say which snapshot wrote what. Allocated and Changed can be shown.',
    headOf: 'The head',
  },
  extents: {
    menu: 'Export the extents',
    csv: 'As a table (CSV)…',
    json: 'As rbd diff prints them (JSON)…',
    reading: (n: number) => `${count(n, 'extent')} read`,
    done: (n: number, file: string) => `${count(n, 'extent')} written to ${file}`,
    many: (n: number) => `More than ${count(n, 'extent')}. The command line writes them without a browser in between:`,
    goOn: 'Go on here',
    stop: 'Stop',
    close: 'Close',
  },
  commands: {
    group: 'Map',
    show: 'Block map',
    snapshots: 'Table of snapshots',
    files: 'Table of the files of the chain',
    mode: (mode: string) => `Block map: ${mode.toLowerCase()}`,
    table: 'Block map: show or hide its table',
    zoom: (what: string) => `Block map: ${what.slice(0, 1).toLowerCase()}${what.slice(1)}`,
    csv: 'Export the extents as a table (CSV)…',
    json: 'Export the extents as rbd diff prints them (JSON)…',
  },
  keys: 'Arrow keys move, with Shift they mark a part, Enter marks one cell, Escape clears, plus and minus zoom',
} as const
