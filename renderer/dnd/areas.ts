import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview'
import { dropTargetForExternal } from '@atlaskit/pragmatic-drag-and-drop/external/adapter'
import { containsFiles } from '@atlaskit/pragmatic-drag-and-drop/external/file'
import { dndStore } from './dndStore.ts'
import { knownImage } from './places.ts'
import type { Drop } from './registry.ts'
import { dropOf } from './registry.ts'
import type { Carried, Place } from './things.ts'
import { calledOf } from './things.ts'

/** Finds what a part of an area stands for. One listener serves all of a long list's rows, and all marks of a picture. */
type PartOf<T> = (element: Element) => T | null

const sources = new Map<Element, PartOf<Carried>>()

/** What an element is a part of, as something to carry: what the keyboard picks up there. */
export function carriedAt(element: Element | null): Carried | null {
  for (const [area, partOf] of sources) {
    if (element !== null && area.contains(element)) return partOf(element)
  }
  return null
}

const partAt = (area: Element, { clientX, clientY }: { readonly clientX: number; readonly clientY: number }) => {
  const found = document.elementFromPoint(clientX, clientY)
  return found !== null && area.contains(found) ? found : area
}

/** Lets the parts of an area be dragged: each as its own words, not as a picture of the row. Gives what ends that. */
export function dragArea(element: HTMLElement, partOf: PartOf<Carried>): () => void {
  sources.set(element, partOf)
  const stop = draggable({
    element,
    canDrag: ({ input }) => partOf(partAt(element, input)) !== null,
    getInitialData: ({ input }) => ({ carried: partOf(partAt(element, input)) }),
    onGenerateDragPreview: ({ nativeSetDragImage, source }) => {
      const carried = carriedIn(source.data)
      if (carried === null) return
      setCustomNativeDragPreview({
        nativeSetDragImage,
        render: ({ container }) => {
          const ghost = document.createElement('div')
          ghost.className = 'drag-ghost'
          ghost.textContent = calledOf(carried)
          container.append(ghost)
        },
      })
    },
  })
  return () => {
    sources.delete(element)
    stop()
  }
}

/** Takes drops on the parts of an area; a part that stands for no place leaves them to what is around it. Gives what ends that. */
export function dropArea(element: HTMLElement, partOf: PartOf<Place>): () => void {
  const at = ({ input }: { readonly input: { readonly clientX: number; readonly clientY: number } }) => {
    const part = partAt(element, input)
    return { place: partOf(part), part }
  }
  const isPlace = (args: Parameters<typeof at>[0]) => at(args).place !== null
  return combine(
    dropTargetForElements({ element, canDrop: isPlace, getData: at }),
    dropTargetForExternal({ element, canDrop: (args) => containsFiles(args) && isPlace(args), getData: at }),
  )
}

/** Follows every drag inside the window, from its start to its drop. Gives what ends that. */
export function watchDrags(perform: (drop: Drop) => void): () => void {
  return monitorForElements({
    onDragStart: ({ source }) => dndStore.setState({ dragged: carriedIn(source.data), over: null }),
    onDrag: ({ source, location }) => showOver(carriedIn(source.data), location.current.dropTargets[0]?.data),
    onDrop: ({ source, location }) => {
      const data = location.current.dropTargets[0]?.data
      const drop = dropIn(carriedIn(source.data), data)
      unmark()
      dndStore.setState({ dragged: null, over: null })
      if (drop !== null) perform(drop)
    },
  })
}

/** What would happen at a drop target; null: it takes no such thing. */
export function dropIn(carried: Carried | null, data: Record<string | symbol, unknown> | undefined): Drop | null {
  // What stands in the data is what getData of this file has put there.
  const place = (data?.['place'] ?? null) as Place | null
  return carried === null || place === null ? null : dropOf(carried, place, knownImage)
}

/** Shows what would happen where the mouse is, on the part itself and in words. */
export function showOver(carried: Carried | null, data: Record<string | symbol, unknown> | undefined): void {
  const drop = dropIn(carried, data)
  const part = data?.['part']
  unmark()
  if (drop !== null && part instanceof Element) {
    const row = part.closest('[data-key], [data-path], [data-link]') ?? part
    row.setAttribute('data-drop', drop.isPossible ? 'yes' : 'no')
  }
  const { over } = dndStore.getState()
  if (saysOf(over) !== saysOf(drop)) dndStore.setState({ over: drop })
}

/** What a drop says of itself: two that say the same are shown as one. */
function saysOf(drop: Drop | null): string | null {
  if (drop === null) return null
  return drop.isPossible ? `yes ${drop.label}` : `no ${drop.why}`
}

/** Takes the mark off the part that was marked last. */
export function unmark(): void {
  for (const marked of document.querySelectorAll('[data-drop]')) marked.removeAttribute('data-drop')
}

function carriedIn(data: Record<string | symbol, unknown>): Carried | null {
  return (data['carried'] ?? null) as Carried | null
}
