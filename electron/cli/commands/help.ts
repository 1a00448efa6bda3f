import type { OptionDefinition } from '../args.ts'
import type { Command } from '../command.ts'
import { GLOBAL_OPTIONS } from '../options.ts'

const NAME_WIDTH = 24

/** All commands with a line each: what `rbd-studio help` shows. */
export function formatOverview(commands: readonly Command[]): string {
  const lines = commands.map((command) => entry(withAliases(command), command.summary))
  return [
    'usage: rbd-studio COMMAND ...',
    '',
    'Export, import, merge and pipe RBD images and their snapshots, with the syntax of rbd.',
    '',
    'Commands:',
    ...lines,
    '',
    'Options of every command:',
    ...GLOBAL_OPTIONS.map(optionEntry),
    '',
    "rbd-studio help COMMAND shows a command's arguments and options.",
    '',
  ].join('\n')
}

/** One command with its arguments and options. */
export function formatHelp(command: Command): string {
  const needed = command.arguments.map(({ name }) => name)
  const usage = ['usage: rbd-studio', command.names[0], ...(command.options.length > 0 ? ['[OPTIONS]'] : []), ...needed]
  const blocks = [
    [usage.join(' ')],
    [command.summary],
    command.arguments.length === 0
      ? []
      : ['Arguments:', ...command.arguments.map(({ name, help }) => entry(name, help))],
    command.options.length === 0 ? [] : ['Options:', ...command.options.map(optionEntry)],
    ['Options of every command:', ...GLOBAL_OPTIONS.map(optionEntry)],
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function withAliases({ names: [name, ...aliases] }: Command): string {
  return aliases.length === 0 ? name : `${name} (${aliases.join(', ')})`
}

function optionEntry({ name, short, value, help }: OptionDefinition): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`
  return entry(short === undefined ? long : `-${short}, ${long}`, help)
}

/** A name too long for its column has a line of its own. */
function entry(name: string, help: string): string {
  const start = `  ${name.padEnd(NAME_WIDTH)}`
  return name.length <= NAME_WIDTH ? `${start}  ${help}` : `  ${name}\n  ${' '.repeat(NAME_WIDTH)}  ${help}`
}
