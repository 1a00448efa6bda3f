import { basename } from 'node:path'
import { nameFromBytes, sameBytes } from '../../../../shared/names.ts'
import { safeName } from '../nameFields.ts'
import { slugCandidates } from '../slug.ts'
import type { Finding, LostPart } from './types.ts'

/** What a lost name was, and how that is known. */
export interface FoundName {
  readonly name: Uint8Array
  readonly proof: Extract<Finding['proof'], 'proven' | 'likely' | 'assumed'>
  readonly why: string
}

/** Whether a folder is called after a name: the digits at its end are of the hash of it. */
export function isCalledAfter(folder: string, name: Uint8Array, namespace = ''): boolean {
  return slugCandidates(name, namespace).includes(basename(folder))
}

/** The readable part of a folder's name, where that is the very name: the hash says so. Null: it is not. */
export function labelName(folder: string, namespace = ''): Uint8Array | null {
  const name = labelOf(folder)
  return name.length > 0 && isCalledAfter(folder, name, namespace) ? name : null
}

function labelOf(folder: string): Uint8Array {
  return new TextEncoder().encode(basename(folder).replace(/-[0-9a-f]+$/, ''))
}

/**
 * The name of what stands in a folder: one of some candidates (the latest first) or the folder's label, where the hash in the folder's name proves it; else the
 * latest candidate, from before a rename; else the label as it is.
 */
export function nameOf(folder: string, candidates: readonly Uint8Array[], namespace = ''): FoundName {
  const proven = candidates.find((name) => isCalledAfter(folder, name, namespace)) ?? labelName(folder, namespace)
  if (proven !== undefined && proven !== null) {
    return { name: proven, proof: 'proven', why: 'the hash in the name of its folder is of it' }
  }
  const [latest] = candidates
  if (latest === undefined) {
    const label = labelOf(folder)
    return {
      name: label.length > 0 ? label : new TextEncoder().encode('unnamed'),
      proof: 'assumed',
      why: `only the name of its folder, ${basename(folder)}, says anything of it`,
    }
  }
  return {
    name: latest,
    proof: 'likely',
    why: 'the manifests name it so; it was renamed since, for its folder is called after another name',
  }
}

/** The name and namespace of an image, from the manifests of its links and from what is left of a torn index. */
export function imageNameOf(
  folder: string,
  chain: readonly LostPart[],
  torn: Readonly<Record<string, unknown>>,
): FoundName & { readonly namespace: string } {
  const sources = chain.flatMap(({ source, number }) => (source === null ? [] : [{ source, number }]))
  const latest = sources.sort((a, b) => b.number - a.number).map(({ source }) => source)
  const tornNamespace = typeof torn['namespace'] === 'string' ? torn['namespace'] : ''
  const namespace = latest[0]?.namespace ?? tornNamespace
  const tornNames = ['renamingTo', 'name'].flatMap((key) => safeName(torn, key) ?? [])
  const names = [...latest.map(({ image }) => image), ...tornNames].filter((name) => name.length > 0)
  return { ...nameOf(folder, distinct(names), namespace), namespace }
}

const NAMES_MAX = 1000

function distinct(names: readonly Uint8Array[]): readonly Uint8Array[] {
  const seen: Uint8Array[] = []
  for (const name of names) {
    const last = seen.at(-1)
    if (last !== undefined && sameBytes(last, name)) continue
    seen.push(name)
    if (seen.length === NAMES_MAX) break
  }
  return seen
}

/** A name as a sentence has it. */
export function shown(name: Uint8Array): string {
  return nameFromBytes(name).text
}
