import type { Settings } from '../../../shared/settings.ts'
import { guarded } from '../../actions/failure.ts'
import { changeSettings } from '../../actions/session.ts'

/** Changes settings at once; a failure is told in the window's error card. */
export function applySettings(change: Partial<Settings>): void {
  void guarded(() => changeSettings(change))
}
