import { Emitter, strictObject } from './strict.ts'

const blocking = new Map<number, string>()
let lastId = 0

/** `powerSaveBlocker`: keeps count of what would keep the machine awake; tests read `active`. */
export const powerSaveBlocker = strictObject('powerSaveBlocker', {
  /** The types of the running blockers. */
  get active(): readonly string[] {
    return [...blocking.values()]
  },

  start(type: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    blocking.set(++lastId, type)
    return lastId
  },

  stop(id: number): boolean {
    return blocking.delete(id)
  },

  isStarted(id: number): boolean {
    return blocking.has(id)
  },
})

/** `powerMonitor`: silent unless a test emits an event. */
class PowerMonitor extends Emitter {
  constructor() {
    super('powerMonitor', ['suspend', 'resume', 'on-ac', 'on-battery', 'shutdown', 'lock-screen', 'unlock-screen'])
  }

  isOnBatteryPower(): boolean {
    return false
  }
}

/** The one `powerMonitor`. */
export const powerMonitor = new PowerMonitor()
