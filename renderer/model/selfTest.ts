import type { ConnectionCheck } from '../../shared/connections.ts'
import { clusterText } from '../clusterText.ts'

/** One line of the self-test as it is drawn. `waiting`: not known yet. */
export interface CheckRow {
  readonly id: ConnectionCheck['id']
  readonly label: string
  readonly state: ConnectionCheck['state'] | 'waiting'
  readonly sentence: string | null
  readonly remedy: string | null
}

/** What a self-test came to, all checks together. */
export type Outcome = 'ok' | 'warning' | 'failed'

/** The checks in the order in which they are made. */
const ORDER = [
  'program',
  'version',
  'reach',
  'pools',
  'read',
  'write',
] as const satisfies readonly ConnectionCheck['id'][]

/** The lines of a self-test: what its checks came to, or null what they will be. */
export function checkRows(checks: readonly ConnectionCheck[] | null): readonly CheckRow[] {
  if (checks !== null) return checks
  return ORDER.map((id) => ({
    id,
    label: clusterText.checks.labels[id],
    state: 'waiting',
    sentence: null,
    remedy: null,
  }))
}

/** The worst of all checks. */
export function outcomeOf(checks: readonly ConnectionCheck[]): Outcome {
  if (checks.some(({ state }) => state === 'failed')) return 'failed'
  return checks.some(({ state }) => state === 'warning') ? 'warning' : 'ok'
}

/** What is said of a self-test that has ended: one sentence. */
export function outcomeSentence(name: string, checks: readonly ConnectionCheck[]): string {
  const bad = checks.find(({ state }) => state === 'failed') ?? checks.find(({ state }) => state === 'warning')
  return bad === undefined
    ? clusterText.checks.passed(name)
    : clusterText.checks.notPassed(name, bad.label, bad.sentence)
}
