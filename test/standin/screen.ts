import { Emitter } from './strict.ts'

const area = { x: 0, y: 0, width: 1920, height: 1080 }
const display = {
  id: 1,
  label: 'stand-in',
  scaleFactor: 1,
  rotation: 0,
  internal: true,
  bounds: area,
  workArea: area,
  size: { width: area.width, height: area.height },
  workAreaSize: { width: area.width, height: area.height },
}

/** `screen`: one full-HD display. */
class Screen extends Emitter {
  constructor() {
    super('screen', ['display-added', 'display-removed', 'display-metrics-changed'])
  }

  getPrimaryDisplay(): typeof display {
    return display
  }

  getAllDisplays(): readonly (typeof display)[] {
    return [display]
  }

  getDisplayMatching(): typeof display {
    return display
  }

  getDisplayNearestPoint(): typeof display {
    return display
  }

  getCursorScreenPoint(): { readonly x: number; readonly y: number } {
    return { x: 0, y: 0 }
  }
}

/** The one `screen`. */
export const screen = new Screen()
