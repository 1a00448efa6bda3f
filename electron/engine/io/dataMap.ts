import { spawn } from 'node:child_process'
import type { FileHandle } from './fs.ts'

/** A stretch of a file that is there; what lies between stretches is a hole. Offset and length in bytes. */
export interface DataStretch {
  readonly offset: number
  readonly length: number
}

/** GNU tar's words for “say where this file's holes are, as the file system knows it”; the file is its third descriptor, so no name is looked up again. */
const WORDS = [
  '--create',
  '--sparse',
  '--sparse-version=1.0',
  '--format=pax',
  '--hole-detection=seek',
  '--dereference',
  '--numeric-owner',
  '--file=-',
  '--',
  '/proc/self/fd/3',
]

const BLOCK_BYTES = 512
/** A file in more pieces than that is read whole: a list of them would take more room than its holes are worth. */
const STRETCHES_MAX = 1_000_000
/** The longest number there can be, and more. */
const DIGITS_MAX = 15

/**
 * Where a file holds data, as its file system knows it. Node cannot ask (`lseek` with SEEK_DATA), GNU tar does: an archive of a sparse file begins with the
 * list of its stretches (GNU tar manual, “Storing Sparse Files”, PAX format 1.0), and no more than that is read of it. A file of 20 GiB with 200 MiB in it is
 * known after some ten milliseconds, without reading its holes.
 *
 * What was written lately is brought to the disk first: there were file systems that called a hole what they had not written yet.
 *
 * @returns the stretches, ascending, none of them empty; null where it cannot be told: no holes to speak of, no Linux, no GNU tar. Then all of it is data.
 * @throws the signal's reason when aborted
 */
export async function dataStretches(handle: FileHandle, signal: AbortSignal): Promise<readonly DataStretch[] | null> {
  const { size, blocks } = await handle.stat()
  if (process.platform !== 'linux' || !isSparse(size, blocks)) return null
  await handle.datasync()
  signal.throwIfAborted()
  const child = spawn('tar', WORDS, {
    stdio: ['ignore', 'pipe', 'ignore', handle.fd],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()))
  try {
    return child.stdout === null ? null : await readList(blocksOf(child.stdout), size)
  } finally {
    child.stdout?.destroy()
    child.kill('SIGKILL')
    await gone
    signal.throwIfAborted()
  }
}

/** Whether looking for holes can be worth the start of a program: an eighth of the file takes no room. */
function isSparse(sizeBytes: number, blocks: number): boolean {
  return blocks * BLOCK_BYTES < sizeBytes - sizeBytes / 8
}

/** A stream cut into the blocks of an archive. */
async function* blocksOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const whole = rest.length - (rest.length % BLOCK_BYTES)
    for (let at = 0; at < whole; at += BLOCK_BYTES) yield rest.subarray(at, at + BLOCK_BYTES)
    rest = rest.subarray(whole)
  }
}

/** The list at the head of an archive of one file; null where it is not as it should be: anything else than GNU tar, or another version of the format. */
async function readList(
  blocks: AsyncGenerator<Buffer, void, undefined>,
  sizeBytes: number,
): Promise<readonly DataStretch[] | null> {
  if (!(await skipHeaders(blocks, sizeBytes))) return null
  const numbers = numbersOf(blocks)
  const count = await nextNumber(numbers)
  if (!(count <= STRETCHES_MAX)) return null
  const stretches: DataStretch[] = []
  let end = 0
  for (let i = 0; i < count; i++) {
    const offset = await nextNumber(numbers)
    const length = await nextNumber(numbers)
    if (!(offset >= end && offset + length <= sizeBytes)) return null
    end = offset + length
    if (length > 0) stretches.push({ offset, length })
  }
  return stretches
}

/** Reads up to the content of the file; false where it is not told as a sparse one of version 1.0. */
async function skipHeaders(blocks: AsyncGenerator<Buffer, void, undefined>, sizeBytes: number): Promise<boolean> {
  let said = ''
  for (;;) {
    const { value: header, done } = await blocks.next()
    if (done === true || header.subarray(257, 262).toString('latin1') !== 'ustar') return false
    if (header[156] !== PAX_HEADER) break
    const bytes = Number.parseInt(header.subarray(124, 136).toString('latin1'), 8)
    for (let left = bytes; left > 0; left -= BLOCK_BYTES) {
      const block = await blocks.next()
      if (block.done === true) return false
      said += block.value.toString('latin1')
    }
  }
  return ['major=1', 'minor=0', `realsize=${sizeBytes}`].every((word) => said.includes(` GNU.sparse.${word}\n`))
}

/** `x`: what is said of the file behind it. */
const PAX_HEADER = 0x78

/** Decimal numbers, one a line. */
async function* numbersOf(blocks: AsyncGenerator<Buffer, void, undefined>): AsyncGenerator<number, void, undefined> {
  let digits = ''
  for await (const block of blocks) {
    const lines = (digits + block.toString('latin1')).split('\n')
    digits = lines.pop() ?? ''
    for (const line of lines) yield /^\d+$/.test(line) && line.length <= DIGITS_MAX ? Number(line) : Number.NaN
    if (digits.length > DIGITS_MAX) return
  }
}

async function nextNumber(numbers: AsyncGenerator<number, void, undefined>): Promise<number> {
  const { value } = await numbers.next()
  return value ?? Number.NaN
}
