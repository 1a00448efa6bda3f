import type { ImageV2Header } from '../../codec/imageV2Header.ts'
import type { MadeFrom, SourceFacts } from '../../manifest/facts.ts'
import type { ImageIndex } from '../types.ts'

/** What is known of one delta in a link file: from its manifest, else from its heads. */
export interface LostDelta {
  readonly from: Uint8Array | null
  readonly to: Uint8Array | null
  readonly isProtected: boolean
  /** Null: the stream has none, so the image keeps its size. */
  readonly sizeBytes: number | null
  readonly records: number
  readonly dataBytes: number
  readonly zeroBytes: number
  readonly fromId?: number | undefined
  readonly toId?: number | undefined
  readonly toCreatedAt?: string | undefined
}

/** A link file, or what its manifest remembers of one, that an index could name. */
export interface LostPart {
  readonly file: string
  readonly number: number
  readonly kind: 'raw' | 'diff' | 'v2'
  readonly fileBytes: number
  /** Whether it has a manifest that can be believed: without one nothing of what follows but `deltas` is known. */
  readonly hasManifest: boolean
  /** `sha256:…`; without a manifest only where another file names it as the one it continues. */
  readonly digest: string | null
  /** Digest of the file it continues; null: it continues none, or one that had no digest. */
  readonly parent: string | null
  readonly replaces: readonly string[]
  readonly source: SourceFacts | null
  readonly madeFrom: MadeFrom | undefined
  readonly deltas: readonly LostDelta[]
  /** ISO 8601: when its manifest was made, else when the file was changed last. */
  readonly addedAt: string
  /** Of a file of format 2 whose header could be read. */
  readonly header: ImageV2Header | null
  /** What is wrong with it, as a sentence goes on that names it; null: nothing that was looked at. */
  readonly trouble: string | null
}

/** A file under `links/` that no index will name, and why, as a sentence goes on that names it. */
export interface LeftOut {
  readonly file: string
  readonly why: string
  /** What is in it is in another file too: it goes to the trash, as after any writer who died. */
  readonly isSpare: boolean
}

/** Why a file is taken as the one that continues the file before it. */
export type Join = 'digest' | 'name' | 'number' | 'first'

/** A file of the chain that was worked out. */
export interface Joined {
  readonly part: LostPart
  readonly join: Join
}

/** Files in the order of the chain, and what fits nowhere. */
export interface Ordered {
  readonly chain: readonly Joined[]
  readonly leftOut: readonly LeftOut[]
}

/** How sure a finding is. `proven`: by digests or a hash; `likely`: something says so; `assumed`: nothing does; `unknown`: it cannot be known; `left-out`: it is not taken. */
export type Proof = 'proven' | 'likely' | 'assumed' | 'unknown' | 'left-out'

/** One thing that was found, or could not be. */
export interface Finding {
  readonly what: string
  readonly found: string
  readonly proof: Proof
  readonly why: string
}

/** An index as it would be written, and how it was come by. Nothing of it is on the disk. */
export interface Proposal {
  readonly index: ImageIndex
  readonly findings: readonly Finding[]
  readonly leftOut: readonly LeftOut[]
  /** Files the chain needs that are not there, or not as their manifests say. */
  readonly troubled: ReadonlySet<string>
  /** Tells this proposal from another one: what is agreed to is what is written. */
  readonly agreement: string
}
