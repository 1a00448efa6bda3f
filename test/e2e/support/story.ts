import type { Page } from 'playwright'
import { test } from './fixture.ts'
import type { Hands } from './hands.ts'
import { handsOf } from './handsOf.ts'
import type { Shell } from './shells.ts'

/** What a story is told with. */
export interface Stage {
  readonly hands: Hands
  readonly shell: Shell
  readonly page: Page
  /** A name that is this run's own: `NAME-mouse`, `NAME-keyboard`. */
  readonly own: (name: string) => string
}

/** A story of the window, gone through twice: by mouse alone and by keyboard alone. */
export function story(title: string, tell: (stage: Stage) => Promise<void>): void {
  for (const kind of ['mouse', 'keyboard'] as const) {
    test(`${title}, by ${kind}`, async ({ shell }) => {
      await tell({ hands: handsOf(kind, shell), shell, page: shell.page, own: (name) => `${name}-${kind}` })
    })
  }
}
