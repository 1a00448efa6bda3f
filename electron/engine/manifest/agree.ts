import { AppError } from '../../../shared/errors.ts'
import { blockLength, type FileDigests } from './blocks.ts'
import type { Manifest } from './manifest.ts'

/** A run of neighbouring blocks. */
export interface BlockRun {
  readonly offset: number
  readonly length: number
}

/** Runs of blocks by their ascending numbers, neighbours joined. */
export function joinRuns(numbers: readonly number[], { lengthBytes, blockBytes }: FileDigests): readonly BlockRun[] {
  const runs: BlockRun[] = []
  for (const number of numbers) {
    const offset = number * blockBytes
    const length = blockLength(number, lengthBytes, blockBytes)
    const last = runs.at(-1)
    if (last !== undefined && last.offset + last.length === offset)
      runs[runs.length - 1] = { offset: last.offset, length: last.length + length }
    else runs.push({ offset, length })
  }
  return runs
}

/** The blocks in which two files of the same length differ. */
function differingBlocks(expected: FileDigests, found: FileDigests): readonly BlockRun[] {
  const numbers = expected.blocks.flatMap((block, number) => (block === found.blocks[number] ? [] : [number]))
  return joinRuns(numbers, expected)
}

/** Refuses a file whose digests are not those of its manifest. @throws AppError E_MANIFEST_DISAGREES, naming the first place. */
export function checkAgrees(path: string, { file }: Manifest, found: FileDigests): void {
  if (file.digest === found.digest) return
  if (file.lengthBytes !== found.lengthBytes) throw lengthDisagrees(path, file.lengthBytes, found.lengthBytes)
  throw disagrees(path, differingBlocks(file, found))
}

/** E_MANIFEST_DISAGREES for a file of the right length with other bytes in some blocks. */
export function disagrees(path: string, [first, ...more]: readonly BlockRun[]): AppError {
  const where = first === undefined ? '' : `: the ${first.length} bytes at byte ${first.offset} are not what they were`
  return new AppError(
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
