import { AppError } from '../../../shared/errors.ts'
import { blockLength, type FileDigests } from './blocks.ts'
import type { Manifest } from './manifest.ts'

/** A run of neighbouring blocks. */
export interface BlockRun {
  readonly offset: number
  readonly length: number
}

/** The blocks that are not as a manifest says, neighbours joined. Both are of files of the same length. */
export function differingBlocks(expected: FileDigests, found: FileDigests): readonly BlockRun[] {
  const runs: BlockRun[] = []
  for (const [number, block] of expected.blocks.entries()) {
    if (block === found.blocks[number]) continue
    const offset = number * expected.blockBytes
    const length = blockLength(number, expected.lengthBytes, expected.blockBytes)
    const last = runs.at(-1)
    if (last !== undefined && last.offset + last.length === offset)
      runs[runs.length - 1] = { offset: last.offset, length: last.length + length }
    else runs.push({ offset, length })
  }
  return runs
}

/** Refuses a file whose digests are not those of its manifest. @throws AppError E_MANIFEST_DISAGREES, naming the first place. */
export function checkAgrees(path: string, { file }: Manifest, found: FileDigests): void {
  if (file.digest === found.digest) return
  if (file.lengthBytes !== found.lengthBytes) throw lengthDisagrees(path, file.lengthBytes, found.lengthBytes)
  const [first, ...more] = differingBlocks(file, found)
  const where = first === undefined ? '' : `: the ${first.length} bytes at byte ${first.offset} are not what they were`
  throw new AppError(
    'E_MANIFEST_DISAGREES',
    `${path} is not what its manifest says${where}${more.length === 0 ? '' : `, and ${more.length} more places`}`,
    { detail: { path, offset: first?.offset ?? null, length: first?.length ?? null } },
  )
}

/** E_MANIFEST_DISAGREES for a file of another length. */
export function lengthDisagrees(path: string, expectedBytes: number, foundBytes: number): AppError {
  return new AppError(
    'E_MANIFEST_DISAGREES',
    `${path} has ${foundBytes} bytes, but its manifest says ${expectedBytes}`,
    { detail: { path, expectedBytes, foundBytes } },
  )
}
