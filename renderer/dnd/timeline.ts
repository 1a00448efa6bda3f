import { dragArea } from './areas.ts'
import { carriedOfMark } from './places.ts'

/** The timeline's picture: its points, and the chosen stretch, can be dragged from there. */
export function timelineArea(element: HTMLElement): () => void {
  return dragArea(element, carriedOfMark)
}
