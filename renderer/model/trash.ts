import type { Name } from '../../shared/names.ts'
import type { Place } from '../stores/clusters.ts'

/** A pool of a cluster, or a namespace in one, as one says it: `lab://rbd/tenant`. */
export function placeSpec({ connection, pool, namespace }: Place): string {
  return `${connection}://${pool.text}${namespace === '' ? '' : `/${namespace}`}`
}

/** The name an image of the trash comes back under: its own, else the first of `NAME-restored`, `NAME-restored-2`, … that is not in use. */
export function freeNameIn({ text: own }: Name, names: readonly Name[]): string {
  const taken = new Set(names.map(({ text }) => text))
  let free = own
  for (let number = 1; taken.has(free); number++) free = `${own}-restored${number === 1 ? '' : `-${number}`}`
  return free
}
