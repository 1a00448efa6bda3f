import {
  chmodSync,
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openFileSource } from '../../../electron/engine/io/fileSource.ts'
import { neverAborted } from '../../support/signal.ts'
import { tempDir } from '../../support/tempDir.ts'

const MIB = 1024 * 1024
let folder: string

beforeEach(() => {
  folder = tempDir()
})
afterEach(() => vi.unstubAllEnvs())

/** A file of a size, with bytes at some places of it. */
function sparseFile(
  name: string,
  sizeBytes: number,
  written: readonly (readonly [offset: number, bytes: string])[],
): string {
  const path = join(folder, name)
  const file = openSync(path, 'w')
  for (const [offset, bytes] of written) writeSync(file, bytes, offset)
  ftruncateSync(file, sizeBytes)
  closeSync(file)
  return path
}

async function stretchesOf(path: string, signal = neverAborted) {
  const file = await openFileSource(path)
  try {
    return await file.dataStretches(signal)
  } finally {
    await file.close()
  }
}

/** A program of the name tar that prints something else. */
function otherTar(says: Uint8Array): void {
  writeFileSync(join(folder, 'said'), says)
  writeFileSync(join(folder, 'tar'), `#!/bin/sh\nexec /bin/cat '${join(folder, 'said')}'\n`)
  chmodSync(join(folder, 'tar'), 0o755)
  vi.stubEnv('PATH', folder)
}

describe.runIf(process.platform === 'linux')('the map of a file', () => {
  it.each([
    [
      'begins with data',
      64 * MIB,
      [
        [0, 'a'],
        [40 * MIB + 5, 'b'],
      ],
    ],
    [
      'ends with data',
      64 * MIB,
      [
        [8 * MIB, 'a'],
        [64 * MIB - 1, 'b'],
      ],
    ],
    [
      'of an odd size',
      10 * MIB + 777,
      [
        [3 * MIB, 'a'],
        [10 * MIB + 776, 'b'],
      ],
    ],
    ['in many pieces', 900 * MIB, Array.from({ length: 900 }, (_, i) => [i * MIB + 12345, 'x'] as const)],
    ["with a name that is not a word's -n ⊘ 'x'", 9 * MIB, [[5 * MIB, 'a']]],
  ] as const)('covers all that was written, and little else: %s', async (name, sizeBytes, written) => {
    const stretches = await stretchesOf(sparseFile(name, sizeBytes, written))
    expect(stretches).not.toBeNull()
    let end = 0
    for (const { offset, length } of stretches ?? []) {
      expect(offset).toBeGreaterThanOrEqual(end)
      expect(length).toBeGreaterThan(0)
      end = offset + length
    }
    expect(end).toBeLessThanOrEqual(sizeBytes)
    for (const [offset] of written) {
      expect(stretches?.some((it) => it.offset <= offset && offset < it.offset + it.length)).toBe(true)
    }
    const there = stretches?.reduce((sum, { length }) => sum + length, 0) ?? 0
    expect(there).toBeLessThanOrEqual(written.length * 64 * 1024)
  })

  it('is empty for a file that is one hole', async () => {
    expect(await stretchesOf(sparseFile('hole', 5 * MIB, []))).toEqual([])
  })

  it('is not told of a file without holes', async () => {
    const path = join(folder, 'dense')
    writeFileSync(path, new Uint8Array(MIB).fill(7))
    expect(await stretchesOf(path)).toBeNull()
  })

  it('is that of the open file, where the name is another file by now', async () => {
    const path = sparseFile('name', 8 * MIB, [[4 * MIB, 'old']])
    const file = await openFileSource(path)
    sparseFile('other', 8 * MIB, [[0, 'new']])
    renameSync(join(folder, 'other'), path)
    const [first] = (await file.dataStretches(neverAborted)) ?? []
    await file.close()
    expect(first?.offset).toBe(4 * MIB)
  })

  it('ends with the signal', async () => {
    const path = sparseFile('aborted', 8 * MIB, [])
    await expect(stretchesOf(path, AbortSignal.abort(new Error('no more')))).rejects.toThrow('no more')
  })

  it.each([
    ['is not there', () => vi.stubEnv('PATH', join(folder, 'nowhere'))],
    ['says nothing', () => otherTar(new Uint8Array())],
    ['says something else', () => otherTar(new Uint8Array(4096).fill(0x78))],
    ['speaks of a file of another size', () => otherTar(archive(['major=1', 'minor=0', 'realsize=5'], '0\n'))],
    ['speaks another version', () => otherTar(archive(['major=2', 'minor=0', 'realsize=8388608'], '0\n'))],
    ['says a stretch beyond the end', () => otherTar(archive(OURS, '1\n8388607\n2\n'))],
    ['says stretches that go back', () => otherTar(archive(OURS, '2\n4096\n4096\n0\n4096\n'))],
    ['says fewer than it promises', () => otherTar(archive(OURS, '9\n0\n4096\n'))],
    ['promises more than there can be', () => otherTar(archive(OURS, `${'9'.repeat(15)}\n0\n4096\n`))],
    ['says no number', () => otherTar(archive(OURS, '1\nzero\n4096\n'))],
    ['says a number without an end', () => otherTar(archive(OURS, '1'.repeat(4096)))],
  ])('is not told where tar %s', async (_, arrange) => {
    const path = sparseFile('asked', 8 * MIB, [[4 * MIB, 'a']])
    arrange()
    expect(await stretchesOf(path)).toBeNull()
    expect(readFileSync(path)).toHaveLength(8 * MIB)
  })

  it('is read of an archive as it should be', async () => {
    const path = sparseFile('asked', 8 * MIB, [[4 * MIB, 'a']])
    otherTar(archive(OURS, '2\n4096\n4096\n8388608\n0\n'))
    expect(await stretchesOf(path)).toEqual([{ offset: 4096, length: 4096 }])
  })
})

const OURS = ['major=1', 'minor=0', 'realsize=8388608']

/** The beginning of an archive of one sparse file (GNU tar, PAX format 1.0). */
function archive(words: readonly string[], list: string): Uint8Array {
  const header = (type: string, bytes: number): Buffer => {
    const block = Buffer.alloc(512)
    block.write(bytes.toString(8).padStart(11, '0'), 124, 'latin1')
    block.write(type, 156, 'latin1')
    block.write('ustar', 257, 'latin1')
    return block
  }
  const said = words.map((word) => `20 GNU.sparse.${word}\n`).join('')
  const padded = (text: string): Buffer => {
    const block = Buffer.alloc(Math.ceil(text.length / 512) * 512)
    block.write(text, 'latin1')
    return block
  }
  return Buffer.concat([header('x', said.length), padded(said), header('0', 8192), padded(list)])
}
