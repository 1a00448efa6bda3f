import type { Hands } from './hands.ts'
import { keyboardHands } from './keyboardHands.ts'
import { mouseHands } from './mouseHands.ts'
import type { Shell } from './shells.ts'

/** Both ways for a window. */
export function handsOf(kind: Hands['name'], shell: Shell): Hands {
  return kind === 'mouse' ? mouseHands(shell) : keyboardHands(shell)
}
