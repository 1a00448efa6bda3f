import fc from 'fast-check'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { streamOf } from '../support/byteStreams.ts'
import { FIXTURES, fixtureBytes, fixturePath } from '../support/fixtures.ts'
import { arbitraryImage, encodeModelImage } from '../support/images.ts'
import { newLibrary } from '../support/libraries.ts'
import { imageRef, runJob } from '../support/libraryJobs.ts'
import { ref } from '../support/libraryParts.ts'
import { runs, seed } from '../support/propertyRuns.ts'
import { tempDir } from '../support/tempDir.ts'

const target = imageRef(ref('a'))
const source = { ...target, snapshot: null }
const V2_FILES = FIXTURES.filter(({ kind }) => kind === 'export2').map(({ file }) => file)
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('format 2 into the library and out again', () => {
  it.each(V2_FILES)('is %s byte for byte', async (file) => {
    const library = await newLibrary()
    const path = join(tempDir(), 'out.v2')
    await runJob(library, { kind: 'import', format: 'auto', paths: [fixturePath(file)], target, confMeta: true })
    const { plan, report } = await runJob(library, { kind: 'export', format: 'v2', source, path })
    expect(new Uint8Array(readFileSync(path))).toEqual(fixtureBytes(file))
    expect([plan.outputBytes, report.writtenBytes]).toEqual([fixtureBytes(file).length, fixtureBytes(file).length])
  })

  it('is byte for byte what it was, whatever its facts, points and records, from a path or a pipe', {
    timeout: 600_000,
  }, async () => {
    const folder = tempDir()
    let run = 0
    const facts = fc.record({
      order: fc.integer({ min: 12, max: 25 }),
      features: fc.nat({ max: 127 }),
      stripeUnit: fc.integer({ min: 1, max: 2 ** 25 }),
      stripeCount: fc.integer({ min: 1, max: 16 }),
    })
    await fc.assert(
      fc.asyncProperty(arbitraryImage(), facts, fc.boolean(), async (image, header, isPipe) => {
        const at = join(folder, String(run++))
        const library = await newLibrary(at)
        const bytes = encodeModelImage({ ...image, header: { ...image.header, ...header } })
        const input = join(folder, `${run}.in`)
        writeFileSync(input, bytes)
        const paths = [isPipe ? '-' : input]
        const streams = isPipe ? { input: streamOf([bytes.slice()]) } : {}
        await runJob(library, { kind: 'import', format: 'v2', paths, target, confMeta: true }, streams)
        const path = join(folder, `${run}.out`)
        await runJob(library, { kind: 'export', format: 'v2', source, path })
        expect(hex(readFileSync(path))).toBe(hex(bytes))
      }),
      { numRuns: runs(300), seed },
    )
  })
})
