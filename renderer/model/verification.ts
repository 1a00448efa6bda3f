import type { ImageDetails, LinkInfo } from '../../shared/contract.ts'

/** What is known to be damaged of an image. */
export interface Damage {
  /** Numbers of the links whose files are damaged. */
  readonly links: ReadonlySet<number>
}

/** The damage of an image as the engine remembers it from verifications; null: nothing wrong is known. */
export function damageOf(details: ImageDetails): Damage | null {
  const links = new Set(details.links.filter(({ damage }) => damage !== undefined).map(({ number }) => number))
  return links.size === 0 ? null : { links }
}

/** When files were last found right: all of them by the oldest time, or how many never were. Links of one file count once. */
export function verifiedOf(links: readonly LinkInfo[]): {
  readonly files: number
  readonly verified: number
  readonly oldest: number | null
} {
  const byFile = new Map(links.map((link) => [link.file, link.verifiedAt]))
  const times = [...byFile.values()].filter((time) => time !== undefined)
  return {
    files: byFile.size,
    verified: times.length,
    oldest: times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time)),
  }
}
