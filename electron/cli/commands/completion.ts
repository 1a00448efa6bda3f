import { AppError } from '../../../shared/errors.ts'
import type { Command } from '../command.ts'
import { formatCompletion, SHELLS } from '../completion.ts'
import { print } from '../io.ts'
import { formatManPage } from '../manPage.ts'
import { VERSION } from '../../../shared/version.ts'

/** `completion`: a script for a shell, or the man page; both made from the table they stand in themselves. */
export function createCompletionCommand(commands: () => readonly Command[]): Command {
  return {
    names: ['completion'],
    summary: 'Print the completion script of a shell, or the man page.',
    arguments: [{ name: [...SHELLS, 'man'].join('|'), help: 'shell, or man for the page rbd-studio(1)' }],
    maxArguments: 1,
    options: [],
    async run(args, { io, signal }) {
      const word = args.take()
      if (word === null) throw new AppError('E_ARGUMENT_MISSING', 'shell was not specified')
      const shell = SHELLS.find((one) => one === word)
      if (shell === undefined && word !== 'man') {
        throw new AppError('E_OPTION_BAD_VALUE', `There is no completion for ${word}`, {
          hint: `It takes ${SHELLS.join(', ')} or man`,
        })
      }
      const text = shell === undefined ? formatManPage(commands(), VERSION) : formatCompletion(shell, commands())
      await print(io, signal, text)
      return 0
    },
  }
}
