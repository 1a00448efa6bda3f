import { formatBytes } from '../../../../shared/units.ts'
import type { ImageV2Header } from '../../codec/imageV2Header.ts'
import type { ImageIndex } from '../types.ts'
import { type FoundName, shown } from './names.ts'
import type { FoundPoints } from './proposal.ts'
import type { Finding, Joined, LeftOut } from './types.ts'

/** So many names are said in one finding. */
const NAMES_SHOWN = 20

/** What a proposal was made of. */
export interface Found {
  readonly index: ImageIndex
  readonly chain: readonly Joined[]
  readonly named: FoundName
  readonly points: FoundPoints
  readonly leftOut: readonly LeftOut[]
  readonly header: ImageV2Header | null
}

/** Says what was found, how sure that is, and what cannot be known. */
export function findingsOf(found: Found): readonly Finding[] {
  const { index, named, leftOut } = found
  if (index.links.length === 0) return [nothing(), ...leftOut.map(leftOutFinding)]
  return [
    { what: 'Name', found: shown(index.name), proof: named.proof, why: named.why },
    idFinding(found),
    ...chainFindings(found),
    ...pointFindings(found.points, index),
    ...factFindings(found),
    ...NEVER_KNOWN,
    ...leftOut.map(leftOutFinding),
  ]
}

function nothing(): Finding {
  return {
    what: 'Chain',
    found: 'nothing',
    proof: 'unknown',
    why: 'no file here begins an image, so there is nothing to rebuild',
  }
}

function idFinding({ index, chain }: Found): Finding {
  const isSaid = chain.some(({ part }) => part.source !== null)
  return isSaid
    ? { what: 'Id', found: index.id, proof: 'proven', why: 'every manifest of its links names it' }
    : { what: 'Id', found: index.id, proof: 'assumed', why: 'no manifest names one, so it gets a new one' }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

function chainFindings({ chain, index }: Found): readonly Finding[] {
  const bytes = chain.reduce((sum, { part }) => sum + part.fileBytes, 0)
  const files = (of: readonly Joined[]): string => list(of.map(({ part }) => part.file))
  const by = (join: Joined['join']): readonly Joined[] => chain.filter((one) => one.join === join)
  const [byName, byNumber] = [by('name'), by('number')]
  const troubled = chain.filter(({ part }) => part.trouble !== null)
  const [first] = chain
  const findings: Finding[] = [
    {
      what: 'Chain',
      found: `${counted(index.links.length, 'link')} in ${counted(chain.length, 'file')}, ${formatBytes(bytes)}`,
      proof: byName.length + byNumber.length === 0 && first?.part.hasManifest === true ? 'proven' : 'likely',
      why: 'each manifest names the digest of the file before it',
    },
    {
      what: 'Last file',
      found: chain.at(-1)?.part.file ?? '',
      proof: 'likely',
      why: 'whether the index named it yet cannot be known: a writer that was stopped may have left it',
    },
  ]
  const start = first?.part.kind === 'diff' ? (first.part.deltas[0]?.from ?? null) : null
  if (first !== undefined && start !== null) {
    findings.push({
      what: 'Beginning',
      found: first.part.file,
      proof: 'likely',
      why: `it starts at “${shown(start)}”, but says that it continues no file: what stood before it is taken as empty`,
    })
  }
  if (byName.length > 0) {
    findings.push({
      what: 'Order',
      found: files(byName),
      proof: 'likely',
      why: 'what stood before is not here, but the diff starts at the snapshot at whose point it is joined',
    })
  }
  if (byNumber.length > 0) {
    findings.push({
      what: 'Order',
      found: files(byNumber),
      proof: 'assumed',
      why: 'only its number says what it continues',
    })
  }
  for (const { part } of troubled) {
    findings.push({
      what: 'File',
      found: part.file,
      proof: 'unknown',
      why: `${part.trouble ?? ''}; a copy of it can be put back`,
    })
  }
  return findings
}

function pointFindings({ snapshots, dropped, newIds }: FoundPoints, index: ImageIndex): readonly Finding[] {
  const findings: Finding[] = [
    {
      what: 'Snapshots',
      found: snapshots.length === 0 ? 'none' : `${snapshots.length}: ${list(snapshots.map(({ name }) => shown(name)))}`,
      proof: 'likely',
      why: 'the links that made them name them; what was removed since is back, and what was renamed has its old name',
    },
  ]
  const held = snapshots.filter((snapshot) => snapshot.protected)
  findings.push({
    what: 'Protection',
    found: held.length === 0 ? 'none' : list(held.map(({ name }) => shown(name))),
    proof: 'assumed',
    why:
      held.length === 0
        ? 'no file says; protect again what must stay'
        : `as ${index.links[0]?.file ?? ''} said; what changed since is not known`,
  })
  if (dropped.length > 0) {
    findings.push({
      what: 'Snapshots',
      found: list(dropped.map(shown)),
      proof: 'likely',
      why: 'a later point has the name now, so the earlier one lost it',
    })
  }
  if (newIds > 0) {
    findings.push({
      what: 'Snapshot ids',
      found: `${newIds} new`,
      proof: 'assumed',
      why: 'no manifest knows the ids they had',
    })
  }
  return findings
}

function factFindings({ index, header, chain }: Found): readonly Finding[] {
  const { order, features, stripeUnit, stripeCount, meta } = index
  const facts = `objects of ${formatBytes(2 ** order)}, features ${features}, stripes of ${formatBytes(stripeUnit)} × ${stripeCount}`
  const file = chain[0]?.part.file ?? ''
  if (header === null) {
    return [
      {
        what: 'Object size, features',
        found: facts,
        proof: 'assumed',
        why: 'no file says, so they are rbd’s defaults',
      },
      { what: 'Metadata', found: 'none', proof: 'unknown', why: 'only a file of format 2 holds any' },
    ]
  }
  return [
    {
      what: 'Object size, features',
      found: facts,
      proof: 'likely',
      why: `${file} says so, unless the import was asked for others`,
    },
    {
      what: 'Metadata',
      found: meta.length === 1 ? '1 key' : `${meta.length} keys`,
      proof: 'likely',
      why: `from ${file}; keys “conf_…” are left out, as an import does`,
    },
  ]
}

/** What no file ever says. */
const NEVER_KNOWN: readonly Finding[] = [
  {
    what: 'Roll backs',
    found: 'not known',
    proof: 'unknown',
    why: 'their content is there, but a diff from the snapshot rolled back to counts as one onto a changed head',
  },
  {
    what: 'Undo',
    found: 'not known',
    proof: 'unknown',
    why: 'snapshots that were removed before cannot be brought back by undo',
  },
  {
    what: 'Times',
    found: 'of the manifests',
    proof: 'likely',
    why: 'a link counts as added when its manifest was made, and the image as made with its first',
  },
]

function leftOutFinding({ file, why, isSpare }: LeftOut): Finding {
  const where = isSpare ? 'it goes to the trash' : 'it is kept in the folder left-out'
  return { what: 'Not taken', found: file, proof: 'left-out', why: `${why}; ${where}` }
}

function list(names: readonly string[]): string {
  const shownNames = names.slice(0, NAMES_SHOWN).join(', ')
  return names.length > NAMES_SHOWN ? `${shownNames} and ${names.length - NAMES_SHOWN} more` : shownNames
}
