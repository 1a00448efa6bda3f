import { describe, expect, it } from 'vitest'
import { type OptionDefinition, parseArgs, type VerbGrammar } from '../../../electron/cli/args.ts'
import { commands } from '../../../electron/cli/commands/table.ts'
import { GLOBAL_OPTIONS } from '../../../electron/cli/options.ts'
import { exitCodeOf } from '../../../shared/errorCatalogue.ts'
import { isAppError, toWire } from '../../../shared/errors.ts'

function parse(...argv: readonly string[]) {
  const { verb, positionals, options } = parseArgs(argv, commands, GLOBAL_OPTIONS)
  return { verb: verb?.names[0] ?? null, positionals, options: Object.fromEntries(options) }
}

function refusal(...argv: readonly string[]): readonly [number, string] {
  try {
    parse(...argv)
  } catch (error) {
    if (!isAppError(error)) throw error
    return [exitCodeOf(toWire(error), null), error.message]
  }
  throw new Error(`${argv.join(' ')} was not refused`)
}

describe('the grammar of the command line', () => {
  it.each<[string, readonly string[], ReturnType<typeof parse>]>([
    ['arguments', ['export', 'a', 'b'], { verb: 'export', positionals: ['a', 'b'], options: {} }],
    ['--x=y', ['ls', '--pool=p'], { verb: 'ls', positionals: [], options: { pool: 'p' } }],
    ['--x y', ['ls', '--pool', 'p'], { verb: 'ls', positionals: [], options: { pool: 'p' } }],
    ['-x y', ['ls', '-p', 'p'], { verb: 'ls', positionals: [], options: { pool: 'p' } }],
    ['-xy', ['ls', '-pp'], { verb: 'ls', positionals: [], options: { pool: 'p' } }],
    ['switches together', ['ls', '-lp', 'p'], { verb: 'ls', positionals: [], options: { long: true, pool: 'p' } }],
    ['options before the verb', ['-p', 'ls', 'ls'], { verb: 'ls', positionals: [], options: { pool: 'ls' } }],
    [
      'options inside a verb of two words',
      ['snap', '-p', 'q', 'ls', 'i'],
      { verb: 'snap ls', positionals: ['i'], options: { pool: 'q' } },
    ],
    ['a dash is an argument', ['import', '-', 'i'], { verb: 'import', positionals: ['-', 'i'], options: {} }],
    [
      'a value may look like an option',
      ['export', '--image', '--snap', '-'],
      { verb: 'export', positionals: ['-'], options: { image: '--snap' } },
    ],
    [
      'a value may be a dash',
      ['export', 'i', '--path', '-'],
      { verb: 'export', positionals: ['i'], options: { path: '-' } },
    ],
    ['an empty value', ['ls', '--pool', ''], { verb: 'ls', positionals: [], options: { pool: '' } }],
    ['a value with an equal sign', ['ls', '--pool=a=b'], { verb: 'ls', positionals: [], options: { pool: 'a=b' } }],
    ['all after -- is an argument', ['rm', '--', '--pool'], { verb: 'rm', positionals: ['--pool'], options: {} }],
    ['the verb may come after --', ['--', 'rm', '-i'], { verb: 'rm', positionals: ['-i'], options: {} }],
    ['another name of a verb', ['list'], { verb: 'ls', positionals: [], options: {} }],
    ['nothing', [], { verb: null, positionals: [], options: {} }],
    ['help of a verb', ['export', '-h'], { verb: 'export', positionals: [], options: { help: true } }],
  ])('%s', (_, argv, expected) => {
    expect(parse(...argv)).toEqual(expected)
  })

  it.each<[readonly string[], number, string]>([
    [['export', '--nosuch'], 1, "unrecognised option '--nosuch'"],
    [['export', '--pat=x', 'a'], 1, "unrecognised option '--pat=x'"],
    [['ls', '-x'], 1, "unrecognised option '-x'"],
    [['ls', '-lx'], 1, "unrecognised option '-lx'"],
    [['ls', '--from-snap', 's'], 1, "unrecognised option '--from-snap'"],
    [['merge-diff', '--path'], 1, "the required argument for option '--path' is missing"],
    [
      ['merge-diff', '--path=', 'a'],
      1,
      "the argument for option '--path' should follow immediately after the equal sign",
    ],
    [
      ['merge-diff', '--no-progress=', 'a'],
      1,
      "the argument for option '--no-progress' should follow immediately after the equal sign",
    ],
    [['merge-diff', '--no-progress=1', 'a'], 1, "option '--no-progress' does not take any arguments"],
    [['merge-diff', '--path', 'x', '--path=y'], 1, "option '--path' cannot be specified more than once"],
    [['info', 'a', 'b'], 1, 'too many arguments'],
    [['pool', 'ls', 'a'], 1, 'too many arguments'],
    [['nosuch'], 1, "unknown command 'nosuch'"],
    [['snap'], 1, "unknown command 'snap'"],
    [['snap', 'nosuch'], 1, "unknown command 'snap nosuch'"],
  ])('refuses %j with %i', (argv, exitCode, sentence) => {
    expect(refusal(...argv)).toEqual([exitCode, sentence])
  })
})

describe('the table of verbs', () => {
  const all: readonly OptionDefinition[] = [...GLOBAL_OPTIONS, ...commands.flatMap((verb: VerbGrammar) => verb.options)]

  it('has one meaning for each option: whether it takes a value is known before the verb is', () => {
    const arities = new Map<string, Set<boolean>>()
    for (const { name, value } of all) {
      arities.set(name, (arities.get(name) ?? new Set()).add(value !== undefined))
    }
    expect([...arities].filter(([, arity]) => arity.size > 1)).toEqual([])
  })

  it('has one option for each letter', () => {
    const names = new Map<string, Set<string>>()
    for (const { name, short } of all) {
      if (short !== undefined) names.set(short, (names.get(short) ?? new Set()).add(name))
    }
    expect([...names].filter(([, meant]) => meant.size > 1)).toEqual([])
  })

  /** Options of every command that a verb has for itself, in another sense. */
  const OF_THE_VERB: Readonly<Record<string, readonly string[]>> = {
    'connection add': ['conf', 'cluster', 'user', 'keyring'],
    mend: ['name'],
  }

  it('has no name and no option of a verb twice', () => {
    const names = commands.flatMap((command) => command.names)
    expect(new Set(names).size).toBe(names.length)
    for (const command of commands) {
      const own = command.options.map(({ name }) => name)
      const others = GLOBAL_OPTIONS.map(({ name }) => name).filter(
        (name) => !OF_THE_VERB[command.names[0]]?.includes(name),
      )
      const options = [...others, ...own]
      expect([command.names[0], options.length]).toEqual([command.names[0], new Set(options).size])
    }
  })
})
