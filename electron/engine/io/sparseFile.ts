import type { ApplyTarget } from '../algebra/apply.ts'
import { runEnd, ZERO_BLOCK_BYTES } from '../codec/zeroBlocks.ts'
import type { PartFile } from './partFile.ts'
import { ScatterOutput } from './scatterOutput.ts'

/** A target for `apply` that has an end. */
export interface SparseFileTarget extends ApplyTarget {
  /** Brings everything into the file and gives it its exact length, so that a hole at its end is kept. The file is then the caller's to commit. */
  finish(): Promise<void>
}

/**
 * A fresh file as the target of one delta from nothing: blocks of zeros, aligned to 4 KiB, are never written, so that the file takes no more
 * of the disk than the real tool's, whose holes are whole objects (FORMATS §2).
 *
 * The delta's records ascend and do not overlap, so what is zeroed was never written and `zero` does nothing. Runs that touch are gathered into
 * large writes, several under way at once: a failed one is thrown by a later `write`, at the latest by `finish`. Memory: 4 MiB.
 * `onSkipped` is told how many bytes of zeros, between and in what it was given, are not written.
 */
export function sparseFileTarget(
  file: Pick<PartFile, 'writeAt' | 'truncate'>,
  onSkipped?: (bytes: number) => void,
): SparseFileTarget {
  const output = new ScatterOutput(file)
  let sizeBytes = 0
  let end = 0
  return {
    async write(offset, bytes) {
      onSkipped?.(offset - end)
      end = offset + bytes.length
      for (let at = 0; at < bytes.length; ) {
        const run = alignedRun(bytes, at, offset)
        if (run.zero) {
          onSkipped?.(run.end - at)
        } else {
          const written = output.write(offset + at, bytes.subarray(at, run.end))
          if (written instanceof Promise) await written
        }
        at = run.end
      }
    },
    zero() {},
    resize(newSizeBytes) {
      sizeBytes = newSizeBytes
    },
    async finish() {
      onSkipped?.(Math.max(0, sizeBytes - end))
      await output.flush()
      await file.truncate(sizeBytes)
    },
  }
}

/** The run at `at`, counted in blocks of the file, not of the slice: a first partial block is a run of its own. */
function alignedRun(bytes: Uint8Array, at: number, offset: number): { end: number; zero: boolean } {
  const partial = (offset + at) % ZERO_BLOCK_BYTES
  if (partial === 0) return runEnd(bytes, at, bytes.length, ZERO_BLOCK_BYTES)
  return runEnd(bytes, at, Math.min(bytes.length, at + ZERO_BLOCK_BYTES - partial), ZERO_BLOCK_BYTES)
}
