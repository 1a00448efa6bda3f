import { AppError } from '../../../shared/errors.ts'
import type { Command } from '../command.ts'
import { print } from '../io.ts'
import { RBD_ONLY } from '../rbdVerbs.ts'
import { formatHelp, formatOverview, formatRbdOnly } from './help.ts'

/** `help`: all commands, or one of them. Made from the table it stands in itself. */
export function createHelpCommand(commands: () => readonly Command[]): Command {
  return {
    names: ['help'],
    summary: 'Show the commands, or the arguments and options of one.',
    arguments: [{ name: '[COMMAND]', help: 'command to explain' }],
    maxArguments: 5,
    options: [],
    async run(args, { io, signal }) {
      const words = args.takeAll().join(' ')
      const command = commands().find(({ names }) => names.includes(words))
      const rbdOnly = RBD_ONLY.find(({ names }) => names.includes(words))
      if (command === undefined && rbdOnly !== undefined) {
        await print(io, signal, formatRbdOnly(rbdOnly))
        return 0
      }
      if (words !== '' && command === undefined) {
        throw new AppError('E_OPTION_UNKNOWN', `unknown command '${words}'`, {
          hint: 'rbd-studio help lists the commands',
        })
      }
      await print(io, signal, command === undefined ? formatOverview(commands()) : formatHelp(command))
      return 0
    },
  }
}
