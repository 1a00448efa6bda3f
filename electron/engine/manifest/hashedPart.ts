import type { PartFile } from '../io/partFile.ts'
import { BlockHasher } from './blockHasher.ts'
import type { FileDigests } from './blocks.ts'
import type { ManifestFacts } from './facts.ts'
import { newManifest, type Packing } from './manifest.ts'
import { beginManifest, type OnPart } from './manifestFile.ts'

/** A part file whose bytes are hashed as they are written; they must ascend. */
export interface HashedPart extends PartFile {
  /** The digests of what was written; nothing may be written after. */
  digests(): Promise<FileDigests>
}

/** Puts a hasher in front of a part file. `expectedBytes`: its length, where that is known beforehand. */
export function hashedPart(part: PartFile, expectedBytes: number | null): HashedPart {
  return new Hashed(part, expectedBytes)
}

class Hashed implements HashedPart {
  readonly #part: PartFile
  readonly #hasher: BlockHasher
  #lengthBytes = 0
  #digests: Promise<FileDigests> | null = null

  constructor(part: PartFile, expectedBytes: number | null) {
    this.#part = part
    this.#hasher = new BlockHasher({ expectedBytes })
  }

  get path(): string {
    return this.#part.path
  }

  get partPath(): string {
    return this.#part.partPath
  }

  get position(): number {
    return this.#part.position
  }

  write(bytes: Uint8Array): Promise<void> {
    const { position } = this.#part
    return this.#hashed(this.#part.write(bytes), position, bytes)
  }

  writeAt(position: number, bytes: Uint8Array): Promise<void> {
    return this.#hashed(this.#part.writeAt(position, bytes), position, bytes)
  }

  readAt(position: number, into: Uint8Array): Promise<number> {
    return this.#part.readAt(position, into)
  }

  truncate(sizeBytes: number): Promise<void> {
    this.#lengthBytes = sizeBytes
    return this.#part.truncate(sizeBytes)
  }

  digests(): Promise<FileDigests> {
    this.#digests ??= this.#hasher.finish(this.#lengthBytes, (position, into) => this.#part.readAt(position, into))
    return this.#digests
  }

  commit(): Promise<void> {
    return this.#part.commit()
  }

  discard(): Promise<void> {
    return this.#part.discard()
  }

  retract(): Promise<void> {
    return this.#part.retract()
  }

  /** Hashed in line while the write goes on in a thread of its own. */
  #hashed(writing: Promise<void>, position: number, bytes: Uint8Array): Promise<void> {
    this.#lengthBytes = Math.max(this.#lengthBytes, position + bytes.length)
    this.#hasher.add(position, bytes)
    return writing
  }
}

/**
 * Gives a file its name and then its manifest the other: a reader never meets a manifest without its file. Gives the file's digest.
 *
 * @throws AppError as `PartFile.commit`; E_FILE_EXISTS for the manifest's name too.
 */
export async function commitWithManifest(
  part: HashedPart,
  facts: ManifestFacts,
  packing: Packing,
  onPart?: OnPart,
): Promise<string> {
  const file = await part.digests()
  const manifest = await beginManifest(part.path, newManifest(facts, file, packing), onPart)
  try {
    await part.commit()
    try {
      await manifest.commit()
    } catch (error) {
      // A job that failed leaves nothing, not even a file that is whole.
      await part.retract()
      throw error
    }
  } finally {
    await manifest.discard()
  }
  return file.digest
}
