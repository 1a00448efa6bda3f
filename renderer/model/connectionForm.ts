import type { Connection, FoundConnection, Pace, Reach } from '../../shared/connections.ts'
import { LIBRARY } from '../../shared/imageSpec.ts'
import { clusterText } from '../clusterText.ts'
import { wholeNumber } from './forms.ts'
import { joinWords, splitWords } from './words.ts'

/** A connection as it stands in the form: all of it text, whichever way to the cluster is chosen. */
export interface ConnectionDraft {
  /** Empty: as {@link suggestedName} has it. */
  readonly name: string
  readonly kind: Reach['kind']
  readonly host: string
  readonly port: string
  readonly options: string
  /** The command `rbd` is run behind, in one line. */
  readonly prefix: string
  readonly conf: string
  readonly user: string
  readonly keyring: string
  readonly cluster: string
  readonly pace: Pace
}

/** A field that something can be wrong with. */
export type DraftField = 'name' | 'host' | 'port' | 'options' | 'prefix'
export type DraftProblems = Readonly<Partial<Record<DraftField, string>>>

const t = clusterText.connect.problems

/** A form nobody has filled in yet. */
export const EMPTY_DRAFT: ConnectionDraft = {
  name: '',
  kind: 'local',
  host: '',
  port: '',
  options: '',
  prefix: '',
  conf: '',
  user: '',
  keyring: '',
  cluster: '',
  pace: 'normal',
}

/** The form filled in with a connection. */
export function draftOf({ name, reach, conf, user, keyring, cluster, pace }: Connection): ConnectionDraft {
  return {
    ...EMPTY_DRAFT,
    name,
    kind: reach.kind,
    ...(reach.kind === 'ssh'
      ? { host: reach.host, port: String(reach.port ?? ''), options: joinWords(reach.options ?? []) }
      : {}),
    ...(reach.kind === 'prefix' ? { prefix: joinWords(reach.words) } : {}),
    conf: conf ?? '',
    user: user ?? '',
    keyring: keyring ?? '',
    cluster: cluster ?? '',
    pace,
  }
}

/** What the connection is called where nothing was typed: by what it leads to, and by no name that is taken. */
export function suggestedName(draft: ConnectionDraft, taken: readonly string[]): string {
  const [program = ''] = wordsOf(draft.prefix) ?? []
  const about = { local: 'ceph', ssh: draft.host.replace(/^.*@/, ''), prefix: program.replace(/^.*\//, '') }[draft.kind]
  const base =
    about
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 28)
      .replaceAll(/^-+|-+$/g, '') || 'cluster'
  let name = base
  for (let number = 2; name === LIBRARY || taken.includes(name); number++) name = `${base}-${number}`
  return name
}

/** What is wrong with the form, a sentence a field; nothing: it is complete. `taken`: names of the other connections. */
export function problemsOf(draft: ConnectionDraft, taken: readonly string[]): DraftProblems {
  const name = draft.name.trim()
  const words = wordsOf(draft.prefix)
  const options = wordsOf(draft.options)
  return {
    ...(name === '' || /^[a-z0-9-]{1,32}$/.test(name) ? {} : { name: t.nameLetters }),
    ...(name === LIBRARY || taken.includes(name) ? { name: t.nameTaken(name) } : {}),
    ...(draft.kind === 'ssh' ? hostProblem(draft.host.trim()) : {}),
    ...(draft.kind === 'ssh' && draft.port.trim() !== '' && wholeNumber(draft.port, 1, 65_535) === null
      ? { port: t.port }
      : {}),
    ...(draft.kind === 'ssh' && options === null ? { options: t.quote } : {}),
    ...(draft.kind === 'prefix' && words === null ? { prefix: t.quote } : {}),
    ...(draft.kind === 'prefix' && words?.length === 0 ? { prefix: t.prefix } : {}),
  }
}

/** The words of a line; an empty one says nothing. */
function wordsOf(line: string): readonly string[] | null {
  return splitWords(line)?.filter((word) => word !== '') ?? null
}

function hostProblem(host: string): DraftProblems {
  if (host === '') return { host: t.host }
  return /^[^-\s]\S*$/.test(host) ? {} : { host: t.hostOdd }
}

/** The connection the form says; null while it is not complete. `taken`: names of the other connections. */
export function connectionOf(draft: ConnectionDraft, taken: readonly string[]): Connection | null {
  if (Object.keys(problemsOf(draft, taken)).length > 0) return null
  const said = (key: 'conf' | 'user' | 'keyring' | 'cluster') => {
    const value = draft[key].trim()
    return value === '' ? {} : { [key]: value }
  }
  return {
    name: draft.name.trim() || suggestedName(draft, taken),
    reach: reachOf(draft),
    ...said('conf'),
    ...said('cluster'),
    // `client.` is written in front of it by so many that it is taken for what it means.
    ...(draft.user.trim() === '' ? {} : { user: draft.user.trim().replace(/^client\./, '') }),
    ...said('keyring'),
    pace: draft.pace,
  }
}

function reachOf(draft: ConnectionDraft): Reach {
  if (draft.kind === 'local') return { kind: 'local' }
  if (draft.kind === 'prefix') return { kind: 'prefix', words: [...(wordsOf(draft.prefix) ?? [])] }
  const port = wholeNumber(draft.port, 1, 65_535)
  const options = wordsOf(draft.options) ?? []
  return {
    kind: 'ssh',
    host: draft.host.trim(),
    ...(port === null ? {} : { port }),
    ...(options.length === 0 ? {} : { options: [...options] }),
  }
}

/** Those of the ways that were found which no connection goes by yet. */
export function notMadeYet(
  found: readonly FoundConnection[],
  connections: readonly Connection[],
): readonly FoundConnection[] {
  const made = new Set(connections.map(wayOf))
  return found.filter(({ connection }) => !made.has(wayOf(connection)))
}

/** Equal for connections that go the same way, as the same user. */
function wayOf({ reach, conf, cluster, user, keyring }: Connection): string {
  return JSON.stringify([reach, conf, cluster, user, keyring])
}

/** Whether a connection is that to this machine's own cluster as it is without being made: it cannot be removed, and would be back if it could. */
export function isOwnCluster({ name, reach, pace, ...said }: Connection): boolean {
  return name === 'ceph' && reach.kind === 'local' && pace === 'normal' && Object.keys(said).length === 0
}

/** How a cluster is reached, in a word or two. */
export function reachWord({ reach }: Pick<Connection, 'reach'>): string {
  if (reach.kind === 'local') return clusterText.reach.local
  if (reach.kind === 'ssh') return clusterText.reach.ssh(reach.host)
  const words = reach.words.at(-1) === '--' ? reach.words.slice(0, -1) : reach.words
  return joinWords(words)
}
