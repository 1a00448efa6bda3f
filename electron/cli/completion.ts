import type { OptionDefinition } from './args.ts'
import type { Command as FullCommand } from './command.ts'
import { globalOptionsBeside } from './options.ts'
import { RBD_ONLY } from './rbdVerbs.ts'

/** Shells that scripts are made for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** What there is to complete of a command. */
type Command = Pick<FullCommand, 'names' | 'summary' | 'options'>

/** A script that completes commands and options in a shell, made from the table of commands and that of `rbd`'s own. */
export function formatCompletion(shell: Shell, own: readonly Command[]): string {
  const summary = 'rbd itself runs it on a cluster'
  const commands = [...own, ...RBD_ONLY.map(({ names }) => ({ names, summary, options: [] }))]
  switch (shell) {
    case 'bash':
      return formatBash(commands)
    case 'zsh':
      return formatZsh(commands)
    case 'fish':
      return formatFish(commands)
  }
}

/** All names a command line can begin with, aliases too, and the command of each. */
function named(commands: readonly Command[]): readonly (readonly [string, Command])[] {
  return commands
    .flatMap((command) => command.names.map((name) => [name, command] as const))
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

/** The words that may follow the ones of `prefix` in a command's name. */
function nextWords(commands: readonly Command[], prefix: readonly string[]): readonly string[] {
  const words = named(commands).flatMap(([name]) => {
    const parts = name.split(' ')
    const isBehind = parts.length > prefix.length && prefix.every((part, at) => parts[at] === part)
    return isBehind ? [parts[prefix.length] ?? ''] : []
  })
  return [...new Set(words)]
}

/** First words that are no command of their own: `snap`, `pool`, `snap limit`. */
function groups(commands: readonly Command[]): readonly string[] {
  const found = named(commands).flatMap(([name]) => {
    const parts = name.split(' ')
    return parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join(' '))
  })
  return [...new Set(found)]
}

function optionsOf(command: Command): readonly OptionDefinition[] {
  return [...command.options, ...globalOptionsBeside(command.options)]
}

function formatBash(commands: readonly Command[]): string {
  const cases = [
    `    '') words='${nextWords(commands, []).join(' ')}' ;;`,
    ...groups(commands).map((group) => `    '${group}') words='${nextWords(commands, group.split(' ')).join(' ')}' ;;`),
  ]
  const options = named(commands).map(([name, command]) => {
    const words = optionsOf(command).map((option) => `--${option.name}`)
    return `    '${name}') options='${words.join(' ')}' ;;`
  })
  return `# bash completion of rbd-studio. Load it with: source <(rbd-studio completion bash)
_rbd_studio() {
  local current=\${COMP_WORDS[COMP_CWORD]} verb='' words='' options='' word at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    [[ $word == -* ]] && continue
    case "\${verb:+$verb }$word" in
${[...new Set([...groups(commands), ...named(commands).map(([name]) => name)])].map((name) => `      '${name}') verb='${name}' ;;`).join('\n')}
    esac
  done
  case $verb in
${cases.join('\n')}
  esac
  case $verb in
${options.join('\n')}
  esac
  if [[ $current == -* ]]; then words=$options; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _rbd_studio rbd-studio
`
}

function formatZsh(commands: readonly Command[]): string {
  return `#compdef rbd-studio
# zsh completion of rbd-studio. Load it with: source <(rbd-studio completion zsh)
autoload -Uz bashcompinit && bashcompinit
${formatBash(commands).split('\n').slice(1).join('\n')}`
}

function formatFish(commands: readonly Command[]): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const seen = (name: string) =>
    name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ')
  const firsts = nextWords(commands, []).map((word) => {
    const summary = commands.find(({ names }) => names.includes(word))?.summary ?? `commands of ${word}`
    return `complete -c rbd-studio -n __fish_use_subcommand -a ${word} -d ${quote(summary)}`
  })
  const seconds = groups(commands).flatMap((group) =>
    nextWords(commands, group.split(' ')).map(
      (word) => `complete -c rbd-studio -f -n ${quote(seen(group))} -a ${word}`,
    ),
  )
  const options = named(commands).flatMap(([name, command]) =>
    optionsOf(command).map(({ name: option, short, value, help }) => {
      const letter = short === undefined ? '' : ` -s ${short}`
      return `complete -c rbd-studio -n ${quote(seen(name))} -l ${option}${letter}${value === undefined ? '' : ' -r'} -d ${quote(help)}`
    }),
  )
  return `# fish completion of rbd-studio. Load it with: rbd-studio completion fish | source
${[...firsts, ...seconds, ...options].join('\n')}
`
}
