import { headSizeBytes, withLink } from './chain.ts'
import { AppError } from '../../../shared/errors.ts'
import { nameFromBytes, sameBytes } from '../../../shared/names.ts'
import { encodeDiffV1Header } from '../codec/diffV1Encode.ts'
import { TAG_END } from '../codec/diffFormat.ts'
import { type DeltaHeader, NAME_MAX_BYTES } from '../delta.ts'
import { findSnapshot, quoted } from './append.ts'
import { bringBack, trashedImage, type TrashedImage, type TrashedRef } from './bringBack.ts'
import { calledImage } from './find.ts'
import type { LibraryPaths } from './layout.ts'
import { beginTransaction, type OwnTransaction } from './transaction.ts'
import type { ImageIndex, LibraryRef, LinkKind, NewImage, SnapshotEntry } from './types.ts'

/** Options of every change: it may wait for nothing but the disk, and stops at its next step when aborted. */
export interface ChangeOptions {
  readonly signal: AbortSignal
}

/** Makes an image of zeros: its first link is a diff from nothing that holds only the size. @throws AppError E_IMAGE_EXISTS, E_POOL_NOT_FOUND. */
export async function createImage(
  library: LibraryPaths,
  ref: LibraryRef,
  options: ChangeOptions & NewImage & { readonly sizeBytes: number },
): Promise<ImageIndex> {
  const what = `create of ${calledImage(ref)}`
  return change(library, ref, { what, signal: options.signal, create: options }, async (transaction) =>
    withEmptyLink(transaction, 'diff', { from: null, to: null, sizeBytes: options.sizeBytes }),
  )
}

/**
 * Gives the head another size: appends a diff that holds the size and nothing else. What grows is zeros; points that have a name keep their size.
 *
 * @throws AppError E_IMAGE_SAME_SIZE; E_IMAGE_SHRINKS unless that is asked for; E_IMAGE_NOT_FOUND, E_LIBRARY_LOCKED.
 */
export async function resizeImage(
  library: LibraryPaths,
  ref: LibraryRef,
  options: ChangeOptions & { readonly sizeBytes: number; readonly allowShrink: boolean },
): Promise<ImageIndex> {
  const { sizeBytes, allowShrink, signal } = options
  const called = calledImage(ref)
  return change(library, ref, { what: `resize of ${called}`, signal }, async (transaction) => {
    const nowBytes = headSizeBytes(transaction.index)
    const detail = { image: called, sizeBytes: nowBytes, newSizeBytes: sizeBytes }
    if (sizeBytes === nowBytes) {
      throw new AppError('E_IMAGE_SAME_SIZE', `${called} has ${sizeBytes} bytes already`, { detail })
    }
    if (sizeBytes < nowBytes && !allowShrink) {
      const lost = nowBytes - sizeBytes
      throw new AppError('E_IMAGE_SHRINKS', `${called} would shrink, and its last ${lost} bytes would be lost`, {
        detail,
      })
    }
    return withEmptyLink(transaction, 'diff', { from: null, to: null, sizeBytes })
  })
}

/** Gives an image another name in its pool and namespace, as one step. @throws AppError E_IMAGE_EXISTS, E_SPEC_INVALID, E_IMAGE_NOT_FOUND, E_LIBRARY_LOCKED. */
export async function renameImage(
  library: LibraryPaths,
  ref: LibraryRef,
  name: Uint8Array,
  { signal }: ChangeOptions,
): Promise<ImageIndex> {
  checkName(name, 'An image')
  const what = `rename of ${calledImage(ref)} to ${quoted(name)}`
  const transaction = await beginTransaction(library, ref, { what, signal })
  try {
    return await transaction.renameImage(name)
  } finally {
    await transaction.abort()
  }
}

/**
 * Moves an image without snapshots to the trash, from where {@link restoreImage} brings it back until it is swept.
 *
 * @throws AppError E_IMAGE_NOT_FOUND, E_IMAGE_HAS_SNAPSHOTS, E_LIBRARY_LOCKED.
 */
export async function removeImage(
  library: LibraryPaths,
  ref: LibraryRef,
  { signal }: ChangeOptions,
): Promise<TrashedImage> {
  const called = calledImage(ref)
  const transaction = await beginTransaction(library, ref, { what: `removal of ${called}`, signal })
  try {
    const { length } = transaction.index.snapshots
    if (length > 0) {
      throw new AppError(
        'E_IMAGE_HAS_SNAPSHOTS',
        `${called} has ${length} ${length === 1 ? 'snapshot' : 'snapshots'} and cannot be removed`,
        {
          detail: { snapshots: length },
        },
      )
    }
    return trashedImage(ref.pool, transaction.index, await transaction.removeImage())
  } finally {
    await transaction.abort()
  }
}

/** {@link bringBack}, under a name that is a name. @throws AppError E_SPEC_INVALID, and as there. */
export async function restoreImage(
  library: LibraryPaths,
  wanted: TrashedRef,
  newName: Uint8Array | null,
  { signal }: ChangeOptions,
): Promise<LibraryRef> {
  if (newName !== null) checkName(newName, 'An image')
  return bringBack(library, wanted, newName, signal)
}

/** Gives the head a name: appends a seal (DESIGN §4). @throws AppError E_SNAPSHOT_EXISTS, E_IMAGE_NOT_FOUND, E_LIBRARY_LOCKED. */
export async function createSnapshot(
  library: LibraryPaths,
  ref: LibraryRef,
  name: Uint8Array,
  { signal }: ChangeOptions,
): Promise<ImageIndex> {
  checkName(name, 'A snapshot')
  const what = `snapshot ${quoted(name)} of ${calledImage(ref)}`
  return change(library, ref, { what, signal }, async (transaction) => {
    const { index } = transaction
    checkFree(index, name)
    return withEmptyLink(transaction, 'seal', { from: null, to: name, sizeBytes: headSizeBytes(index) })
  })
}

/**
 * Takes a name off its point; no file changes. Gives the entry, with which {@link restoreSnapshot} puts it back.
 *
 * @throws AppError E_SNAPSHOT_NOT_FOUND, E_SNAPSHOT_PROTECTED, E_IMAGE_NOT_FOUND, E_LIBRARY_LOCKED.
 */
export async function removeSnapshot(
  library: LibraryPaths,
  ref: LibraryRef,
  name: Uint8Array,
  { signal }: ChangeOptions,
): Promise<SnapshotEntry> {
  let removed: SnapshotEntry | undefined
  const what = `removal of snapshot ${quoted(name)} of ${calledImage(ref)}`
  await change(library, ref, { what, signal }, async ({ index }) => {
    removed = existing(index, name)
    if (removed.protected) {
      throw new AppError('E_SNAPSHOT_PROTECTED', `Snapshot ${quoted(name)} is protected from removal`, {
        detail: { snapshot: nameFromBytes(name).text },
      })
    }
    return { ...index, snapshots: index.snapshots.filter((snapshot) => snapshot !== removed) }
  })
  if (removed === undefined) throw new Error('a snapshot was removed without having been found')
  return removed
}

/**
 * Protects a snapshot from removal, or lets go of it; no file changes.
 *
 * @throws AppError E_SNAPSHOT_PROTECTED_ALREADY, E_SNAPSHOT_UNPROTECTED_ALREADY, E_SNAPSHOT_NOT_FOUND, E_IMAGE_NOT_FOUND, E_LIBRARY_LOCKED.
 */
export async function protectSnapshot(
  library: LibraryPaths,
  ref: LibraryRef,
  name: Uint8Array,
  isProtected: boolean,
  { signal }: ChangeOptions,
): Promise<ImageIndex> {
  const what = `${isProtected ? 'protection' : 'end of protection'} of snapshot ${quoted(name)} of ${calledImage(ref)}`
  return change(library, ref, { what, signal }, async ({ index }) => {
    const entry = existing(index, name)
    if (entry.protected === isProtected) {
      const code = isProtected ? 'E_SNAPSHOT_PROTECTED_ALREADY' : 'E_SNAPSHOT_UNPROTECTED_ALREADY'
      throw new AppError(code, `Snapshot ${quoted(name)} is ${isProtected ? 'protected already' : 'not protected'}`, {
        detail: { image: nameFromBytes(index.name).text, snapshot: nameFromBytes(name).text },
      })
    }
    const next = { ...entry, protected: isProtected }
    return { ...index, snapshots: index.snapshots.map((other) => (other === entry ? next : other)) }
  })
}

/** Gives a point another name; no file changes. @throws AppError E_SNAPSHOT_NOT_FOUND, E_SNAPSHOT_EXISTS, E_IMAGE_NOT_FOUND, E_LIBRARY_LOCKED. */
export async function renameSnapshot(
  library: LibraryPaths,
  ref: LibraryRef,
  name: Uint8Array,
  newName: Uint8Array,
  { signal }: ChangeOptions,
): Promise<ImageIndex> {
  checkName(newName, 'A snapshot')
  const what = `rename of snapshot ${quoted(name)} of ${calledImage(ref)}`
  return change(library, ref, { what, signal }, async ({ index }) => {
    const entry = existing(index, name)
    checkFree(index, newName)
    return {
      ...index,
      snapshots: index.snapshots.map((other) => (other === entry ? { ...other, name: newName } : other)),
    }
  })
}

/**
 * Puts a removed name back on its point, with the id it had.
 *
 * @throws AppError E_SNAPSHOT_EXISTS when the name is taken, or the snapshot is back under another; E_SNAPSHOT_NOT_FOUND when the point
 *   is gone, or the image never gave that id.
 */
export async function restoreSnapshot(
  library: LibraryPaths,
  ref: LibraryRef,
  entry: SnapshotEntry,
  { signal }: ChangeOptions,
): Promise<ImageIndex> {
  const what = `return of snapshot ${quoted(entry.name)} of ${calledImage(ref)}`
  return change(library, ref, { what, signal }, async ({ index }) => {
    checkFree(index, entry.name)
    checkIdFree(index, entry)
    if (entry.afterLink > index.links.length || entry.id < (index.foldedBelowId ?? 0)) {
      throw new AppError(
        'E_SNAPSHOT_NOT_FOUND',
        `The point of snapshot ${quoted(entry.name)} is not in the chain any more`,
        {
          detail: { snapshot: nameFromBytes(entry.name).text, afterLink: entry.afterLink },
        },
      )
    }
    const isAfter = (other: SnapshotEntry): boolean =>
      other.afterLink > entry.afterLink || (other.afterLink === entry.afterLink && other.id > entry.id)
    const at = index.snapshots.findIndex(isAfter)
    const place = at < 0 ? index.snapshots.length : at
    return { ...index, snapshots: index.snapshots.toSpliced(place, 0, entry) }
  })
}

async function change(
  library: LibraryPaths,
  ref: LibraryRef,
  options: Parameters<typeof beginTransaction>[2],
  next: (transaction: OwnTransaction) => Promise<ImageIndex>,
): Promise<ImageIndex> {
  const transaction = await beginTransaction(library, ref, options)
  try {
    const index = await next(transaction)
    options.signal.throwIfAborted()
    return await transaction.commit(index)
  } finally {
    await transaction.abort()
  }
}

/** The index with one more link that has a header and no records. */
async function withEmptyLink(transaction: OwnTransaction, kind: LinkKind, header: DeltaHeader): Promise<ImageIndex> {
  const file = await transaction.newLinkFile(kind)
  await file.write(encodeDiffV1Header(header))
  await file.write(Uint8Array.of(TAG_END))
  const added = { kind, header, fileBytes: file.position, dataBytes: 0, zeroBytes: 0, records: 0 }
  return withLink(transaction.index, added, file.file, new Date().toISOString())
}

function existing(index: ImageIndex, name: Uint8Array): SnapshotEntry {
  const entry = index.snapshots.find((snapshot) => sameBytes(snapshot.name, name))
  if (entry !== undefined) return entry
  throw new AppError('E_SNAPSHOT_NOT_FOUND', `${quoted(index.name)} has no snapshot ${quoted(name)}`, {
    detail: { image: nameFromBytes(index.name).text, snapshot: nameFromBytes(name).text },
  })
}

function checkFree(index: ImageIndex, name: Uint8Array): void {
  if (findSnapshot(index, name) === undefined) return
  throw new AppError('E_SNAPSHOT_EXISTS', `${quoted(index.name)} has a snapshot ${quoted(name)} already`, {
    detail: { image: nameFromBytes(index.name).text, snapshot: nameFromBytes(name).text },
  })
}

/** Refuses an id that is in use, or that the image never gave away: ids tell snapshots apart for good. */
function checkIdFree(index: ImageIndex, { id, name }: SnapshotEntry): void {
  const detail = { image: nameFromBytes(index.name).text, id }
  if (id < 1 || id >= index.nextSnapshotId) {
    throw new AppError('E_SNAPSHOT_NOT_FOUND', `${quoted(index.name)} never had a snapshot with the id ${id}`, {
      detail: { ...detail, snapshot: nameFromBytes(name).text },
    })
  }
  const other = index.snapshots.find((snapshot) => snapshot.id === id)
  if (other === undefined) return
  throw new AppError('E_SNAPSHOT_EXISTS', `Snapshot ${quoted(name)} is back already, as ${quoted(other.name)}`, {
    detail: { ...detail, snapshot: nameFromBytes(other.name).text },
  })
}

function checkName(name: Uint8Array, owner: 'An image' | 'A snapshot'): void {
  if (name.length > 0 && name.length <= NAME_MAX_BYTES) return
  throw new AppError('E_SPEC_INVALID', `${owner}'s name has 1 to ${NAME_MAX_BYTES} bytes, not ${name.length}`, {
    detail: { lengthBytes: name.length },
  })
}
