import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryChain, encodeModel } from '../support/deltas.ts'
import { mergeLocated, mergeStreamed } from '../support/layers.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { tempDir } from '../support/tempDir.ts'

const hasRbd = spawnSync('rbd', ['--version']).status === 0
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe.skipIf(!hasRbd)('rbd merge-diff', () => {
  it('gives the bytes ours gives, on random pairs', { timeout: 600_000 }, async () => {
    const folder = tempDir()
    const [first, second, output] = ['first', 'second', 'output'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ]
    const config = path.join(folder, 'ceph.conf')
    writeFileSync(config, '')
    let compared = 0
    await fc.assert(
      fc.asyncProperty(arbitraryChain(2, 2), async (chain) => {
        const [a, b] = chain.map(encodeModel) as [Uint8Array, Uint8Array]
        writeFileSync(first, a)
        writeFileSync(second, b)
        rmSync(output, { force: true })
        const run = spawnSync('rbd', ['merge-diff', '--no-progress', first, second, output], {
          encoding: 'utf8',
          env: { ...process.env, CEPH_CONF: config },
        })
        expect([run.status, run.stderr]).toEqual([0, ''])
        const theirs = hex(new Uint8Array(readFileSync(output)))
        expect(hex(await mergeLocated([a, b]))).toBe(theirs)
        expect(hex(await mergeStreamed(a, b))).toBe(theirs)
        compared++
      }),
      { numRuns: runs(300), seed },
    )
    expect(compared).toBeGreaterThanOrEqual(runs(300))
  })
})
