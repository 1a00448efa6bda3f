import { AppError } from '../../shared/errors.ts'

/** One option of the command line. `value` is what stands for its value in the help; without it the option is a switch. */
export interface OptionDefinition {
  readonly name: string
  readonly short?: string
  readonly value?: string
  readonly help: string
  /** May be given more than once; all values count. */
  readonly repeatable?: boolean
}

/** What the grammar needs to know of a verb: its names (`ls` and `list`), its options, and how many arguments it takes. */
export interface VerbGrammar {
  readonly names: readonly string[]
  readonly options: readonly OptionDefinition[]
  readonly maxArguments: number
}

/** A command line, taken apart: the verb (null when there is none), what follows it, and the options by their long names. */
export interface ParsedArgs<V> {
  readonly verb: V | null
  readonly positionals: readonly string[]
  readonly options: ReadonlyMap<string, string | true>
  /** All values of the options that may be repeated, in their order. */
  readonly lists: ReadonlyMap<string, readonly string[]>
  /** Options that `isSetting` knows, as one word each: `--name=value`. */
  readonly settings: readonly string[]
}

interface Given {
  readonly token: string
  readonly definition: OptionDefinition
  readonly value: string | true
}

/** Whether an option that no verb knows is a setting of the cluster's: those may be repeated, and go on as they are. */
export type IsSetting = (name: string) => boolean

/**
 * Takes a command line apart as `rbd` does: `--x=y` and `--x y`, `-xy` and `-x y`, options in any place, before the verb too,
 * all after `--` an argument, `-` an argument. An option that takes a value takes the next word whatever it looks like.
 * Options cannot be abbreviated, nor given twice; one that the verb does not know is unknown, unless it is a setting.
 *
 * @throws AppError E_OPTION_UNKNOWN — an option or verb that is not known; E_OPTION_BAD_VALUE — a value missing or too many.
 */
export function parseArgs<V extends VerbGrammar>(
  argv: readonly string[],
  verbs: readonly V[],
  globals: readonly OptionDefinition[],
  isSetting: IsSetting = () => false,
): ParsedArgs<V> {
  const every = [...globals, ...verbs.flatMap((verb) => verb.options)]
  const { words, given, settings } = splitWords(argv, every, isSetting)
  const found = findVerb(words, verbs)
  if (found === null && words.length > 0) throw unknownCommand(words)
  const known = new Set([...globals, ...(found?.verb.options ?? [])].map((option) => option.name))
  const options = new Map<string, string | true>()
  const lists = new Map<string, string[]>()
  for (const { token, definition, value } of given) {
    // Without a verb the help is all there is to show, whatever else was said.
    if (found !== null && !known.has(definition.name)) throw unknownOption(token, found.verb.names[0])
    if (definition.repeatable === true && value !== true) {
      lists.set(definition.name, [...(lists.get(definition.name) ?? []), value])
    } else if (options.has(definition.name)) {
      throw new AppError('E_OPTION_BAD_VALUE', `option '--${definition.name}' cannot be specified more than once`)
    }
    options.set(definition.name, value)
  }
  const positionals = words.slice(found?.wordCount ?? 0)
  if (found !== null && positionals.length > found.verb.maxArguments) throw tooManyArguments(found.verb.names[0])
  return { verb: found?.verb ?? null, positionals, options, lists, settings }
}

/** The verb of a command line that may have faults: what is no known option is passed over. Null: there is none. */
export function verbOf<V extends VerbGrammar>(
  argv: readonly string[],
  verbs: readonly V[],
  globals: readonly OptionDefinition[],
): V | null {
  const every = [...globals, ...verbs.flatMap((verb) => verb.options)]
  const words: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const token = argv[at] ?? ''
    if (token === '--') break
    if (!token.startsWith('-') || token === '-') words.push(token)
    else if (
      every.some(({ name, short, value }) => value !== undefined && (token === `--${name}` || token === `-${short}`))
    )
      at++
  }
  return findVerb(words, verbs)?.verb ?? null
}

/** The error for arguments beyond those a verb takes; exit code 1, as `rbd`. */
export function tooManyArguments(verb: string | undefined): AppError {
  return new AppError('E_OPTION_BAD_VALUE', 'too many arguments', { hint: helpHint(verb, 'what the command takes') })
}

/** The error for a value that an option cannot take, in `rbd`'s words; exit code 1. */
export function badValue(option: string, hint: string): AppError {
  return new AppError('E_OPTION_BAD_VALUE', `the argument for option '--${option}' is invalid`, { hint })
}

function splitWords(argv: readonly string[], every: readonly OptionDefinition[], isSetting: IsSetting) {
  const words: string[] = []
  const given: Given[] = []
  const settings: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const token = argv[at] ?? ''
    if (token === '--') {
      words.push(...argv.slice(at + 1))
      break
    }
    if (token === '-' || !token.startsWith('-')) {
      words.push(token)
      continue
    }
    const [, name = '', value] = /^--([^=]+)(=.*)?$/s.exec(token) ?? []
    if (name !== '' && isSetting(name) && every.every((option) => option.name !== name)) {
      const next = argv[at + 1]
      const isApart = value === undefined && next !== undefined && !next.startsWith('-')
      settings.push(isApart ? `${token}=${next}` : token)
      if (isApart) at++
      continue
    }
    const read = token.startsWith('--') ? readLong(token, every) : readShort(token, every)
    for (const { definition, value } of read) {
      if (value !== null) given.push({ token, definition, value })
      else if (definition.value === undefined) given.push({ token, definition, value: true })
      else {
        at++
        const next = argv[at]
        if (next === undefined) {
          throw new AppError('E_OPTION_BAD_VALUE', `the required argument for option '--${definition.name}' is missing`)
        }
        given.push({ token, definition, value: next })
      }
    }
  }
  return { words, given, settings }
}

interface Read {
  readonly definition: OptionDefinition
  /** Null: nothing was attached to the option; it is a switch, or its value is the next word. */
  readonly value: string | null
}

function readLong(token: string, every: readonly OptionDefinition[]): readonly Read[] {
  const equals = token.indexOf('=')
  const name = token.slice(2, equals < 0 ? undefined : equals)
  const definition = every.find((option) => option.name === name)
  if (!definition) throw unknownOption(token, undefined)
  if (equals < 0) return [{ definition, value: null }]
  const value = token.slice(equals + 1)
  if (value === '') {
    throw new AppError(
      'E_OPTION_BAD_VALUE',
      `the argument for option '--${name}' should follow immediately after the equal sign`,
    )
  }
  if (definition.value === undefined) {
    throw new AppError('E_OPTION_BAD_VALUE', `option '--${name}' does not take any arguments`)
  }
  return [{ definition, value }]
}

/** `-l`, `-prbd`, `-lp rbd`: switches may stand together; the first that takes a value takes the rest of the word. */
function readShort(token: string, every: readonly OptionDefinition[]): readonly Read[] {
  const read: Read[] = []
  for (let at = 1; at < token.length; at++) {
    const definition = every.find((option) => option.short === token[at])
    if (!definition) throw unknownOption(token, undefined)
    const rest = token.slice(at + 1)
    if (definition.value !== undefined && rest !== '') return [...read, { definition, value: rest }]
    read.push({ definition, value: null })
  }
  return read
}

/** The verb with the most words that the line begins with: `snap ls` is two. */
function findVerb<V extends VerbGrammar>(words: readonly string[], verbs: readonly V[]) {
  for (const wordCount of [3, 2, 1]) {
    const said = words.slice(0, wordCount).join(' ')
    const verb = words.length >= wordCount ? verbs.find((verb) => verb.names.includes(said)) : undefined
    if (verb) return { verb, wordCount }
  }
  return null
}

/** The error for an option that a verb (undefined: any) does not take; exit code 1. */
export function unknownOption(token: string, verb: string | undefined): AppError {
  return new AppError('E_OPTION_UNKNOWN', `unrecognised option '${token}'`, {
    hint: helpHint(verb, 'the options of a command'),
  })
}

function unknownCommand(words: readonly string[]): AppError {
  return new AppError('E_OPTION_UNKNOWN', `unknown command '${words.slice(0, 2).join(' ')}'`, {
    hint: 'rbd-studio help lists the commands',
    detail: { command: words.slice(0, 2).join(' ') },
  })
}

function helpHint(verb: string | undefined, what: string): string {
  return `rbd-studio help ${verb ?? 'COMMAND'} shows ${what}`
}
