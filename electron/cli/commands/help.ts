import type { OptionDefinition } from '../args.ts'
import type { Command } from '../command.ts'
import { GLOBAL_OPTIONS, globalOptionsBeside } from '../options.ts'
import { RBD_ONLY, type RbdOnly } from '../rbdVerbs.ts'

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
    'Commands of rbd that rbd itself runs on a cluster:',
    ...wrapped(RBD_ONLY.map(({ names: [name] }) => name)),
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
    ['Options of every command:', ...globalOptionsBeside(command.options).map(optionEntry)],
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

/** A command of `rbd` alone. */
export function formatRbdOnly({ names: [name] }: RbdOnly): string {
  return `usage: rbd-studio ${name} ...\n\nA command of rbd, which rbd itself runs on a cluster, with its arguments as they are. rbd help ${name} shows them.\n`
}

const LINE_WIDTH = 100

function wrapped(names: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    const isFull = last === undefined || last.length + name.length + 2 > LINE_WIDTH
    if (last !== undefined) lines[lines.length - 1] = `${last},${isFull ? '' : ` ${name}`}`
    if (isFull) lines.push(`  ${name}`)
  }
  return lines
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
