import { useStore } from 'zustand'
import { isStartPageShown } from '../../actions/sample.ts'
import { foldersStore } from '../../stores/folders.ts'
import { frameStore } from '../../stores/frame.ts'
import { imagesStore } from '../../stores/images.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { jobsStore } from '../../stores/jobs.ts'
import { selectionStore } from '../../stores/selection.ts'
import { uiStore } from '../../stores/ui.ts'

/** Whether the start page stands in the middle of the window; asked anew whenever something it depends on changes. */
export function useStartPage(): boolean {
  useStore(selectionStore, isStartPageShown)
  useStore(uiStore, isStartPageShown)
  useStore(frameStore, isStartPageShown)
  useStore(jobsStore, isStartPageShown)
  useStore(foldersStore, isStartPageShown)
  useStore(inspectorStore, isStartPageShown)
  return useStore(imagesStore, isStartPageShown)
}
