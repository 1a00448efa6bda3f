import { AppError } from '../../shared/errors.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import type { OptionDefinition } from './args.ts'
import type { Command } from './command.ts'
import { isClusterSetting, CLUSTER_OPTIONS } from './clusterOptions.ts'
import { defaultConnection } from './connection.ts'
import { PRINTS_FACTS, RBD_ONLY, RBD_SWITCHES, RELAYED } from './rbdVerbs.ts'
import { OWN_OPTIONS } from './options.ts'

/** A command line that is for the `rbd` of a cluster. */
export interface Relay {
  /** The connection that leads to it. */
  readonly connection: string
  /** The words for `rbd`: as typed, without what is this program's own. */
  readonly args: readonly string[]
  /** `--dry-run`: it is said what would be run. */
  readonly isDry: boolean
  readonly isJson: boolean
  /** `--library`. */
  readonly library: string | null
}

/**
 * What of a command line is for the `rbd` of a cluster; null where it is for this program: a command of its own, an image of the library, a question for help.
 * The line is read with more patience than `parseArgs` has, since what is wrong with it is for `rbd` to say.
 *
 * @throws AppError E_SPEC_INVALID where two images are on two connections
 */
export function relayOf(argv: readonly string[], commands: readonly Command[], env: NodeJS.ProcessEnv): Relay | null {
  const { words, options } = scan(argv, [...OWN_OPTIONS, ...CLUSTER_OPTIONS, ...commands.flatMap((one) => one.options)])
  const verb = verbOf(words, commands)
  if (verb === null) return null
  const given = (name: string): Option | undefined => options.find((option) => option.name === name)
  const isOurs = verb.name in RELAYED
  if (isOurs && (given('help') !== undefined || given('version') !== undefined)) return null
  // `diff A B PATH` is ours alone.
  const left = words.length - verb.wordCount
  if (verb.name === 'diff' && (left > 2 || (left === 2 && given('path') !== undefined))) return null
  const specs = given('image') === undefined ? specsOf(words.slice(verb.wordCount), verb.specs) : []
  const said = new Set(specs.map(({ connection }) => connection))
  if (said.size > 1) {
    throw new AppError('E_SPEC_INVALID', 'Both images must be on one connection', {
      hint: 'Copy between connections with rbd-studio pipe or replicate',
    })
  }
  const library = given('library')?.value ?? null
  const isOfCluster = options.some(({ name }) => CLUSTER_OPTIONS.some((option) => option.name === name))
  const option = given('connection')?.value ?? null
  const connection = specs[0]?.connection ?? defaultConnection({ option, library, env, isOfCluster })
  if (connection === LIBRARY) return null
  const own = options.filter(
    ({ name }) => OWN_OPTIONS.some((one) => one.name === name) && !/^(help|version)$/.test(name),
  )
  const removed = new Set(own.flatMap(({ at, end }) => (end - at > 1 ? [at, at + 1] : [at])))
  const plain = new Map(specs.map(({ at, text }) => [at, text]))
  const isJson = given('json') !== undefined
  const asJson = isJson && PRINTS_FACTS.has(verb.name) && given('format') === undefined ? ['--format=json'] : []
  const args = argv.flatMap((word, at) => (removed.has(at) ? [] : [plain.get(at) ?? word]))
  return { connection, args: [...asJson, ...args], isDry: given('dry-run') !== undefined, isJson, library }
}

/** A word that is no option and no value of one, and where it stands. */
interface Word {
  readonly text: string
  readonly at: number
}

/** An option; `end`: where what follows it begins. */
interface Option {
  readonly name: string
  readonly value: string | null
  readonly at: number
  readonly end: number
}

function scan(argv: readonly string[], known: readonly OptionDefinition[]) {
  const words: Word[] = []
  const options: Option[] = []
  for (let at = 0; at < argv.length; ) {
    const token = argv[at] ?? ''
    if (token === '--') {
      words.push(...argv.slice(at + 1).map((text, more) => ({ text, at: at + 1 + more })))
      break
    }
    if (token === '-' || !token.startsWith('-')) {
      words.push({ text: token, at })
      at++
      continue
    }
    const { name, value, isApart } = readOption(token, argv[at + 1], known)
    const end = at + (isApart ? 2 : 1)
    options.push({ name, value: isApart ? (argv[at + 1] ?? null) : value, at, end })
    at = end
  }
  return { words, options }
}

/** What an option is called, and whether its value is the next word. */
function readOption(token: string, next: string | undefined, known: readonly OptionDefinition[]) {
  if (!token.startsWith('--')) {
    // Of switches that stand together the first alone is looked at: none of them is this program's own.
    const definition = known.find(({ short }) => short !== undefined && short === token[1])
    const name = definition?.name ?? token
    const rest = token.slice(2)
    if (definition?.value === undefined) return { name, value: null, isApart: false }
    return { name, value: rest === '' ? null : rest, isApart: rest === '' && next !== undefined }
  }
  const equals = token.indexOf('=')
  const name = token.slice(2, equals < 0 ? undefined : equals)
  if (equals >= 0) return { name, value: token.slice(equals + 1), isApart: false }
  const definition = known.find((option) => option.name === name)
  const isSwitch = definition === undefined ? RBD_SWITCHES.has(name) : definition.value === undefined
  // A setting that is on or off needs no value, and what rbd knows and this program does not is guessed.
  const isGuess = definition === undefined || isClusterSetting(name)
  const isValue = next !== undefined && !(isGuess && next.startsWith('-'))
  return { name, value: null, isApart: !isSwitch && isValue }
}

interface Verb {
  /** Its first name. */
  readonly name: string
  readonly wordCount: number
  readonly specs: readonly number[]
}

const MOST_WORDS = 5

/** The verb a line begins with, where it is `rbd`'s to do; the longest counts. */
function verbOf(words: readonly Word[], commands: readonly Command[]): Verb | null {
  for (let wordCount = Math.min(MOST_WORDS, words.length); wordCount > 0; wordCount--) {
    const said = words
      .slice(0, wordCount)
      .map(({ text }) => text)
      .join(' ')
    const only = RBD_ONLY.find(({ names }) => names.includes(said))
    if (only !== undefined) return { name: only.names[0], wordCount, specs: only.specs ?? [0] }
    const own = commands.find(({ names }) => names.includes(said))
    if (own === undefined) continue
    const specs = RELAYED[own.names[0]]
    return specs === undefined ? null : { name: own.names[0], wordCount, specs }
  }
  return null
}

/** The specs among the arguments that have a connection in front, and what they are without it. */
function specsOf(words: readonly Word[], places: readonly number[]) {
  return places.flatMap((place) => {
    const word = words[place]
    const [front, connection] = /^([a-z0-9-]{1,32}):\/\//.exec(word?.text ?? '') ?? []
    if (word === undefined || front === undefined || connection === undefined) return []
    return [{ at: word.at, connection, text: word.text.slice(front.length) }]
  })
}

/** What would be run, in one line: for `--dry-run`. */
export function formatRelay({ connection, args, isJson }: Relay): string {
  if (isJson) return `${JSON.stringify({ connection, runs: ['rbd', ...args] })}\n`
  const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : JSON.stringify(text))
  return `runs    ${['rbd', ...args].map(word).join(' ')}  at ${connection}\n`
}
