import { isStartPageShown, libraryImages } from '../actions/sample.ts'
import { doorsOf } from '../model/doors.ts'
import { shellText } from '../shellText.ts'
import { make } from './make.ts'
import type { Command } from './registry.ts'

/** The doors of the start page by their number, while it is there. `run`: runs a command by its id. */
export function doorCommands(run: (id: string) => void): readonly Command[] {
  return [0, 1, 2].map((index) => {
    const door = () => doorsOf(libraryImages())[index]
    return make(
      `welcome.door${index + 1}`,
      'Help',
      shellText.welcome.door(index + 1),
      () => {
        const id = door()?.command
        if (id !== undefined) run(id)
      },
      { shortcuts: [String(index + 1)], when: () => isStartPageShown() && door() !== undefined, isHidden: true },
    )
  })
}
