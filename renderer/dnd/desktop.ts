import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { dropTargetForExternal, monitorForExternal } from '@atlaskit/pragmatic-drag-and-drop/external/adapter'
import { containsFiles, getFiles } from '@atlaskit/pragmatic-drag-and-drop/external/file'
import { preventUnhandled } from '@atlaskit/pragmatic-drag-and-drop/prevent-unhandled'
import { guarded } from '../actions/failure.ts'
import { receiveFiles } from '../actions/files.ts'
import { announce, uiStore } from '../stores/ui.ts'
import { dropIn, showOver, unmark } from './areas.ts'
import { dndStore } from './dndStore.ts'
import type { Carried, Place } from './things.ts'

const FILES: Carried = { kind: 'desktop' }
const WINDOW: Place = { kind: 'window' }

/** Follows files of the desktop over the window, wherever they are dropped. Gives what ends that. */
export function watchDesktop(): () => void {
  const end = () => {
    preventUnhandled.stop()
    unmark()
    uiStore.setState({ isDropping: false })
    dndStore.setState({ dragged: null, over: null })
  }
  return combine(
    dropTargetForExternal({
      element: document.documentElement,
      canDrop: containsFiles,
      getData: () => ({ place: WINDOW }),
      getDropEffect: () => 'copy',
    }),
    monitorForExternal({
      canMonitor: containsFiles,
      onDragStart: () => {
        preventUnhandled.start()
        uiStore.setState({ isDropping: true })
        dndStore.setState({ dragged: FILES })
      },
      onDrag: ({ location }) => showOver(FILES, location.current.dropTargets[0]?.data),
      onDrop: ({ source, location }) => {
        const target = location.current.dropTargets[0]
        const drop = dropIn(FILES, target?.data)
        end()
        if (target === undefined) return
        if (drop?.isPossible === false) announce(drop.why)
        const sheet = drop?.isPossible === true && drop.sheet.kind === 'import' ? drop.sheet : undefined
        void guarded(() => receiveFiles(getFiles({ source }), sheet))
      },
    }),
  )
}
