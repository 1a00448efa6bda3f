import type { OutputOptions, V2Dialect } from '../../shared/jobs.ts'
import type { Settings } from '../../shared/settings.ts'
import { fileText } from '../fileText.ts'

/** How a form has its output written. */
export interface WritingOptions {
  readonly isPacked: boolean
  readonly hasManifest: boolean
  readonly verifiesFirst: boolean
  readonly sorts: boolean
  /** Null: as the history came, else as today's rbd writes it. */
  readonly dialect: V2Dialect | null
}

/** What is done unless the user says otherwise: a plain file with a manifest. */
export const DEFAULT_WRITING: WritingOptions = {
  isPacked: false,
  hasManifest: true,
  verifiesFirst: false,
  sorts: false,
  dialect: null,
}

/** What is done unless a form says otherwise, as the settings have it. */
export function writingFrom({
  writeManifests,
  compress,
}: Pick<Settings, 'writeManifests' | 'compress'>): WritingOptions {
  return { ...DEFAULT_WRITING, hasManifest: writeManifests, isPacked: compress === 'zstd' }
}

/** The part of a request that says how it is written; what is as always is left out of it. */
export function writingOf({ isPacked, hasManifest, verifiesFirst }: WritingOptions): {
  readonly output?: OutputOptions
  readonly verifyFirst?: boolean
} {
  const output: OutputOptions = {
    ...(isPacked ? { compress: 'zstd' as const } : {}),
    ...(hasManifest ? {} : { manifest: false }),
  }
  return {
    ...(Object.keys(output).length === 0 ? {} : { output }),
    ...(verifiesFirst ? { verifyFirst: true } : {}),
  }
}

/** What a request for a file of format 2 says of its dialect: nothing where it is not asked for. */
export function dialectOf({ dialect }: WritingOptions): { readonly dialect?: V2Dialect } {
  return dialect === null ? {} : { dialect }
}

/** The options in a few words, for the line they are hidden behind. */
export function writingSummary(options: WritingOptions): string {
  const { summary } = fileText.options
  return [
    options.isPacked ? summary.zstd : null,
    options.hasManifest ? summary.manifest : summary.noManifest,
    options.verifiesFirst ? summary.verifyFirst : null,
    options.sorts ? summary.sort : null,
  ]
    .filter((part) => part !== null)
    .join(', ')
}

/** A file name with the ending that a packed file bears. */
export function packedName(name: string, { isPacked }: WritingOptions): string {
  return isPacked ? `${name}.zst` : name
}
