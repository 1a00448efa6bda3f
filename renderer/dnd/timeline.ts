import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { dragArea, dropArea } from './areas.ts'
import { carriedOfMark, placeOfMark } from './places.ts'

/** The timeline's picture: its points, increments and the chosen stretch can be dragged from there, and a stretch dropped on an increment. */
export function timelineArea(element: HTMLElement): () => void {
  return combine(dragArea(element, carriedOfMark), dropArea(element, placeOfMark))
}
