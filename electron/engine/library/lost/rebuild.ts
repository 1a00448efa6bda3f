import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../../shared/errors.ts'
import { fileError, isErrno } from '../../io/fileError.ts'
import { mkdir, rename, rm } from '../../io/fs.ts'
import { syncFolder } from '../../io/partFile.ts'
import { manifestPath } from '../../manifest/manifestFile.ts'
import { calledImage, imageExists, imageNotFound, namesIn, placesForNew } from '../find.ts'
import { encodeIndex } from '../index.ts'
import { replaceJson } from '../json.ts'
import type { ImagePaths, LibraryPaths } from '../layout.ts'
import { acquireLock, type Lock } from '../lock.ts'
import { slugCandidates } from '../slug.ts'
import { moveToTrash } from '../trash.ts'
import type { ImageIndex, LibraryRef } from '../types.ts'
import { findLost, lossOf, type LostImage } from './find.ts'
import { readParts } from './parts.ts'
import { proposalOf } from './proposal.ts'
import type { LeftOut, Proposal } from './types.ts'

/** What the user agreed to. */
export interface Agreement {
  /** As in `Proposal.agreement`. */
  readonly agreed: string
  /** The name the image gets, where it is not to be the one that was found. */
  readonly name?: Uint8Array | undefined
  readonly signal: AbortSignal
}

/** A lost image and the index that could be made for it. */
export interface LostProposal extends LostImage {
  readonly proposal: Proposal
}

/**
 * Works out the index of an image that lost its own. Writes nothing. Null: its index is not lost.
 *
 * @throws AppError E_POOL_NOT_FOUND; E_LIBRARY_DAMAGED where there is more than an image can have.
 */
export async function propose(
  library: LibraryPaths,
  ref: LibraryRef,
  signal: AbortSignal,
): Promise<LostProposal | null> {
  const lost = await findLost(library, ref)
  if (lost === null) return null
  return { ...lost, proposal: await proposalFor(lost, signal) }
}

async function proposalFor({ paths, torn }: LostImage, signal: AbortSignal): Promise<Proposal> {
  return proposalOf(await readParts(paths, signal), { folder: paths.folder, torn })
}

/**
 * Writes the index that was agreed to, under the image's lock: first what fits nowhere is put aside, then a torn index goes to the trash, then the new
 * one gets its name. Until that step the image has no index, as before. Gives the index as written.
 *
 * @throws AppError E_LIBRARY_INDEX_CHANGED where the files are not those any more that were agreed to; E_LIBRARY_DAMAGED where nothing can be rebuilt;
 *   E_IMAGE_EXISTS where the name is taken; E_IMAGE_NOT_FOUND, E_LIBRARY_LOCKED, E_FILE_*.
 */
export async function rebuildIndex(library: LibraryPaths, ref: LibraryRef, agreement: Agreement): Promise<ImageIndex> {
  const { agreed, signal } = agreement
  const lost = await findLost(library, ref)
  if (lost === null) throw imageNotFound(ref)
  const lock = await acquireLock(lost.paths.folder, {
    what: `rebuild of ${calledImage(ref)}`,
    called: calledImage(ref),
  })
  try {
    // Between the look and the lock somebody else may have done it.
    if ((await lossOf(lost.paths)) === null) throw changed(lost.paths)
    const proposal = await proposalFor(lost, signal)
    if (proposal.agreement !== agreed) throw changed(lost.paths)
    checkRebuildable(proposal, lost.paths)
    signal.throwIfAborted()
    const index: ImageIndex = { ...proposal.index, generation: 1, name: agreement.name ?? proposal.index.name }
    const paths = await placed(library, { ...ref, namespace: index.namespace, image: index.name }, lost.paths, lock)
    await putAside(paths, proposal.leftOut)
    await putTornAway(library, paths.index)
    await replaceJson(paths.index, encodeIndex(index))
    // From here on the image is whole again: what is left undone is cleared away by its next writer.
    await rm(paths.creating, { force: true }).catch(() => undefined)
    await sweepSpares(library, paths, proposal.leftOut)
    return index
  } finally {
    await lock.release()
  }
}

/** A torn index, where there is one, lies in the trash for good before another takes its name: somebody may want to read it. */
async function putTornAway(library: LibraryPaths, path: string): Promise<void> {
  try {
    await moveToTrash(library, path)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return
    throw fileError(error, path, 'write')
  }
  await syncFolder(library.trash)
}

/** @throws AppError E_LIBRARY_DAMAGED for a proposal without a link. */
export function checkRebuildable({ index, leftOut }: Proposal, paths: ImagePaths): void {
  if (index.links.length > 0) return
  const [first] = leftOut
  throw new AppError('E_LIBRARY_DAMAGED', `Nothing can be rebuilt from ${paths.links}: no file there begins an image`, {
    hint: first === undefined ? undefined : `${first.file} ${first.why}`,
    detail: { path: paths.links },
  })
}

function changed({ folder }: ImagePaths): AppError {
  return new AppError(
    'E_LIBRARY_INDEX_CHANGED',
    `The files in ${folder} are not those any more that the index was worked out from`,
    {
      detail: { path: folder },
    },
  )
}

/**
 * Sees to it that the folder is called after the image, which is found by it. It is renamed before it has an index: a stop behind that leaves a lost
 * index as before, in a folder whose name says more.
 */
async function placed(library: LibraryPaths, ref: LibraryRef, paths: ImagePaths, lock: Lock): Promise<ImagePaths> {
  const slugs = slugCandidates(ref.image, ref.namespace)
  if (slugs.includes(basename(paths.folder))) return paths
  const [target] = await placesForNew(library, ref)
  if (target === undefined) throw imageExists(ref)
  try {
    await rename(paths.folder, target.folder)
  } catch (error) {
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST')) throw imageExists(ref)
    throw fileError(error, target.folder, 'write')
  }
  lock.moved(target.folder)
  await syncFolder(dirname(target.folder))
  return target
}

/** Moves what fits nowhere out of the way of the next writer, who would throw away what no index names. */
async function putAside(paths: ImagePaths, leftOut: readonly LeftOut[]): Promise<void> {
  const kept = leftOut.filter(({ isSpare }) => !isSpare)
  if (kept.length === 0) return
  try {
    await mkdir(paths.leftOut, { recursive: true })
    const taken = new Set(await namesIn(paths.leftOut))
    for (const { file } of kept) {
      for (const path of [join(paths.links, file), manifestPath(join(paths.links, file))]) {
        await moveInto(paths.leftOut, path, taken)
      }
    }
  } catch (error) {
    throw fileError(error, paths.leftOut, 'write')
  }
  await syncFolder(paths.leftOut)
  await syncFolder(paths.links)
  await syncFolder(paths.folder)
}

/** Moves a file under a name that is free: nothing that was put aside before is written over. */
async function moveInto(folder: string, path: string, taken: Set<string>): Promise<void> {
  const name = basename(path)
  let free = name
  for (let number = 2; taken.has(free); number++) free = `${number}-${name}`
  try {
    await rename(path, join(folder, free))
    taken.add(free)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
  }
}

async function sweepSpares(library: LibraryPaths, { links }: ImagePaths, leftOut: readonly LeftOut[]): Promise<void> {
  for (const { file, isSpare } of leftOut) {
    if (!isSpare) continue
    await moveToTrash(library, join(links, file)).catch(() => undefined)
    await moveToTrash(library, manifestPath(join(links, file))).catch(() => undefined)
  }
}
