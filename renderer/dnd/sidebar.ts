import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { dragArea, dropArea } from './areas.ts'
import { carriedInSidebar, placeInSidebar } from './places.ts'

/** The tree and the list of files: images and files can be dragged from there, and things dropped on pools, images, files and the list. */
export function sidebarArea(element: HTMLElement): () => void {
  return combine(dragArea(element, carriedInSidebar), dropArea(element, placeInSidebar))
}
