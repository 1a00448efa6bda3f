import { AppError } from '../../shared/errors.ts'
import { nothingSaid, type Said } from './rbd/said.ts'
import { type ParsedArgs, tooManyArguments, type VerbGrammar } from './args.ts'

/**
 * What a command reads its line with. Arguments are taken from the left, one by one, as far as options have not said the same
 * thing already (`rbd`'s rule: with `--image` given, the first argument of `export` is the path).
 */
export interface Arguments {
  readonly verb: string
  /** What was said, for lines that quote it; filled while arguments are taken. */
  readonly said: Said
  /** An option's value; null when it was not given, or given empty, which is the same to `rbd`. */
  option(name: string): string | null
  isGiven(name: string): boolean
  /** Settings of the cluster's, `--name=value`. */
  readonly settings: readonly string[]
  /** All values of an option that may be repeated. */
  list(name: string): readonly string[]
  /** The next argument; null when there is none left, or an empty one. */
  take(): string | null
  /** All arguments that are left. */
  takeAll(): readonly string[]
  /** How many arguments are left. */
  left(): number
  /**
   * The path: `--path`, else the next argument.
   * @throws AppError E_ARGUMENT_MISSING
   */
  takePath(): string
  /**
   * To be called when all has been taken and before anything is done.
   * @throws AppError E_OPTION_BAD_VALUE — something is left over.
   */
  finish(): void
}

/** Makes the {@link Arguments} of a parsed command line. */
export function createArguments(
  verb: string,
  parsed: Pick<ParsedArgs<VerbGrammar>, 'positionals' | 'options' | 'lists'> &
    Partial<Pick<ParsedArgs<VerbGrammar>, 'settings'>>,
): Arguments {
  let next = 0
  const option = (name: string) => {
    const value = parsed.options.get(name)
    return typeof value === 'string' && value !== '' ? value : null
  }
  const take = () => parsed.positionals[next++] || null
  return {
    verb,
    said: nothingSaid(),
    option,
    settings: parsed.settings ?? [],
    isGiven: (name) => parsed.options.has(name),
    list: (name) => parsed.lists.get(name) ?? [],
    take,
    takeAll() {
      const rest = parsed.positionals.slice(next)
      next = parsed.positionals.length
      return rest
    },
    left: () => parsed.positionals.length - next,
    takePath() {
      const path = option('path') ?? take()
      if (path === null) throw new AppError('E_ARGUMENT_MISSING', 'path was not specified')
      return path
    },
    finish() {
      if (next < parsed.positionals.length) throw tooManyArguments(verb)
    },
  }
}
