import { protocol } from './protocol.ts'
import { Emitter, type RecordedCall, notEmulated, recordCalls, strictObject } from './strict.ts'

/**
 * A session. Permission handlers are kept and never asked: Chromium's own prompts are not under the stand-in's control.
 * Tests find the latest handler as the argument of the last call in `log`, and can put questions to it.
 */
export class Session extends Emitter {
  readonly protocol = protocol
  readonly log: RecordedCall[] = []

  constructor() {
    // The desktop causes none of these; a test may, with `emit`.
    super('session', ['will-download', 'preconnect'])
  }

  isPersistent(): boolean {
    return true
  }
}

recordCalls(Session.prototype, [
  'setPermissionRequestHandler',
  'setPermissionCheckHandler',
  'setDevicePermissionHandler',
  'setDisplayMediaRequestHandler',
  'setSpellCheckerEnabled',
  'setSpellCheckerLanguages',
])

const defaultSession = new Session()

/** `session`: the default one alone. */
export const session = strictObject('session', {
  defaultSession,
  fromPartition(partition: string): never {
    throw notEmulated(`session.fromPartition('${partition}')`)
  },
})
