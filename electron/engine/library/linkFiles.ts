import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { rm } from '../io/fs.ts'
import { createPartFile } from '../io/partFile.ts'
import { checkAgrees } from '../manifest/agree.ts'
import type { FileDigests } from '../manifest/blocks.ts'
import { commitWithManifest, type HashedPart, hashedPart } from '../manifest/hashedPart.ts'
import { manifestPath, readManifest } from '../manifest/manifestFile.ts'
import { type ImagePaths, linkFileName } from './layout.ts'
import { linkFacts } from './linkManifest.ts'
import type { ImageIndex, LibraryRef, Link, LinkFile, LinkFileOptions, LinkKind } from './types.ts'

interface OwnLinkFile {
  readonly part: HashedPart
  readonly options: LinkFileOptions
  /** Once it is complete. */
  digests: FileDigests | null
}

/** E_MEND_NO_COPY for a file that was to be a copy of a link and is not. */
function notTheCopy({ path, file, digest }: NonNullable<LinkFileOptions['mustBe']>, found: FileDigests): AppError {
  return new AppError('E_MEND_NO_COPY', `${path} is no copy of ${file}: its digest is ${found.digest}`, {
    detail: { path, file, digest, found: found.digest },
  })
}

/** A link remembers so many whose place it took. */
const REPLACES_MAX = 100

/** The link files that one transaction writes, hashed as they are written. */
export class LinkFiles {
  readonly #ref: LibraryRef
  readonly #paths: ImagePaths
  readonly #files = new Map<string, OwnLinkFile>()
  #next: number

  /** `next`: number of the first. */
  constructor(ref: LibraryRef, paths: ImagePaths, next: number) {
    this.#ref = ref
    this.#paths = paths
    this.#next = next
  }

  /** Number of the next link file. */
  get next(): number {
    return this.#next
  }

  /** As `Transaction.newLinkFile`. */
  async begin(kind: LinkKind, options: LinkFileOptions): Promise<LinkFile> {
    // A hasher holds a block until its end, and a file that is not what it must be need not wait for the others.
    await this.#complete()
    const file = linkFileName(this.#next++, kind)
    const begun = await createPartFile(join(this.#paths.links, file), { meter: options.meter })
    const part = hashedPart(begun, options.expectedBytes ?? null)
    this.#files.set(file, { part, options, digests: null })
    return Object.assign(part, { file })
  }

  /** Ends the writing: the links of an index, the new ones with what their files turned out to be. @throws AppError E_MANIFEST_DISAGREES, E_MEND_NO_COPY. */
  async complete(links: readonly Link[]): Promise<readonly Link[]> {
    await this.#complete()
    return links.map((link) => {
      const digest = this.#files.get(link.file)?.digests?.digest
      return digest === undefined ? link : { ...link, digest }
    })
  }

  /** Gives the files that an index names their names, each with its manifest; drops the others. */
  async publish(index: ImageIndex): Promise<void> {
    const wanted = new Set(index.links.map((link) => link.file))
    for (const [file, { part, options }] of this.#files) {
      if (!wanted.has(file)) {
        await part.discard()
        continue
      }
      const replaces = options.replaces === undefined ? undefined : await this.#endsOf(options.replaces)
      const facts = await linkFacts({ ref: this.#ref, index, file, content: part, replaces })
      await commitWithManifest(part, facts, 'none')
    }
  }

  /** Removes what was written, save the files an index names. */
  async discard(named: ReadonlySet<string>): Promise<void> {
    for (const [file, { part }] of this.#files) {
      await part.discard()
      if (named.has(file)) continue
      const path = join(this.#paths.links, file)
      await rm(manifestPath(path), { force: true })
      await rm(path, { force: true })
    }
  }

  async #complete(): Promise<void> {
    for (const own of this.#files.values()) {
      if (own.digests !== null) continue
      own.digests = await own.part.digests()
      const { mustAgree, mustBe } = own.options
      if (mustBe !== undefined && mustBe.digest !== own.digests.digest) throw notTheCopy(mustBe, own.digests)
      if (mustAgree !== undefined) checkAgrees(mustAgree.path, mustAgree.manifest, own.digests)
    }
  }

  /** The digest of a link, and those of what it stands for itself. */
  async #endsOf({ file, digest }: Link): Promise<readonly string[]> {
    if (digest === undefined) return []
    const manifest = await readManifest(join(this.#paths.links, file)).catch(() => null)
    return [digest, ...(manifest?.replaces ?? [])].slice(0, REPLACES_MAX)
  }
}
