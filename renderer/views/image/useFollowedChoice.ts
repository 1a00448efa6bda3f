import { startTransition, useEffect, useState } from 'react'
import type { TimelineSelection } from '../../model/timeline/selection.ts'
import { selectionStore } from '../../stores/selection.ts'

/**
 * What is chosen on the timeline, for what takes long to draw: it follows when there is time, so that a key that is held down moves on smoothly. With
 * `restMs` the first change is followed at once, and of changes that come quicker than that only the last. `about`: what the choice is of; once that
 * is another one, what was chosen before is no longer told.
 */
export function useFollowedChoice(about: unknown, restMs = 0): TimelineSelection {
  const [followed, setFollowed] = useState(() => ({ about, choice: choiceNow() }))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let changedAt = Number.NEGATIVE_INFINITY
    const follow = () =>
      startTransition(() =>
        setFollowed((last) => {
          const choice = choiceNow()
          return last.about === about && isSame(last.choice, choice) ? last : { about, choice }
        }),
      )
    // What was chosen before this listened.
    follow()
    const stop = selectionStore.subscribe((now, before) => {
      if (isSame(now, before)) return
      const isRested = performance.now() - changedAt > restMs
      changedAt = performance.now()
      clearTimeout(timer)
      if (isRested) follow()
      else timer = setTimeout(follow, restMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [about, restMs])
  return followed.about === about ? followed.choice : choiceNow()
}

function choiceNow(): TimelineSelection {
  const { point, anchor } = selectionStore.getState()
  return { point, anchor }
}

function isSame(a: TimelineSelection, b: TimelineSelection): boolean {
  return a.point === b.point && a.anchor === b.anchor
}
