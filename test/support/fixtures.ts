import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** What the manifest says about one file of the real tool. */
export interface FixtureFile {
  readonly file: string
  readonly kind: 'diff' | 'merged' | 'export1' | 'export2'
  readonly image: string
  readonly sources?: readonly string[]
  readonly kept?: boolean
  readonly whole_object?: boolean
  readonly from_snap?: string | null
  readonly to_snap?: string | null
  readonly image_size?: { readonly from: number | null; readonly to: number }
  readonly content_sha256?: { readonly from: string | null; readonly to: string }
  readonly listing?: readonly (readonly [number, number, boolean])[]
  readonly bytes: number
  readonly sha256: string
}

/** What the manifest says about one point of an image: a snapshot or its head. */
interface FixturePoint {
  readonly size: number
  readonly sha256: string
}

/** What the manifest says about one image the files were made from. */
export interface FixtureImage {
  readonly order: number
  readonly features: number
  readonly stripe_unit: number
  readonly stripe_count: number
  readonly meta: Readonly<Record<string, string>>
  readonly snaps: readonly (FixturePoint & { readonly name: string; readonly protected: boolean })[]
  readonly head: FixturePoint
}

const FOLDER = path.join(import.meta.dirname, '..', 'fixtures', 'rbd')

const MANIFEST = JSON.parse(readFileSync(path.join(FOLDER, 'manifest.json'), 'utf8')) as {
  readonly files: readonly FixtureFile[]
  readonly images: Readonly<Record<string, FixtureImage>>
}

/** Every file the manifest names, stored or not. */
export const FIXTURES = MANIFEST.files

/** Every image the files were made from, by its name. */
export const FIXTURE_IMAGES = MANIFEST.images

/** The bytes of a stored fixture. */
export function fixtureBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(fixturePath(file)))
}

/** Where a stored fixture stands. */
export function fixturePath(file: string): string {
  return path.join(FOLDER, file)
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
