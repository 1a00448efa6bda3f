import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobReport, JobRequest } from '../../shared/jobs.ts'
import { nameFromText } from '../../shared/names.ts'
import { createMeter } from '../../electron/engine/io/meter.ts'
import type { Library } from '../../electron/engine/library/library.ts'
import { readManifest } from '../../electron/engine/manifest/manifestFile.ts'
import { prepare } from '../../electron/engine/ops/prepare.ts'
import { checkManifests } from '../support/checkManifest.ts'
import { fixtureChain, importDiffFiles, newLibrary } from '../support/libraries.ts'
import { bytesOf } from '../support/libraryParts.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'

const IMG = { pool: bytesOf('rbd'), namespace: '', image: bytesOf('img') }
const POINT = { connection: 'library', pool: nameFromText('rbd'), namespace: '', image: nameFromText('img') }

async function run(library: Library, request: JobRequest): Promise<JobReport> {
  const prepared = await prepare(request, {
    library,
    meter: createMeter(),
    signal: neverAborted,
    onProgress: () => undefined,
    streams: {},
  })
  try {
    return await prepared.run()
  } finally {
    await prepared.close()
  }
}

/** A library with the image `img` of the fixtures, and a folder for files. */
async function begin(): Promise<{ readonly library: Library; readonly folder: string }> {
  const library = await newLibrary()
  await importDiffFiles(
    library,
    IMG,
    fixtureChain('img').map(({ path }) => path),
  )
  return { library, folder: tempDir() }
}

const requests = (folder: string): readonly (JobRequest & { readonly path: string })[] => [
  { kind: 'export', source: { ...POINT, snapshot: nameFromText('s2') }, path: join(folder, 's2.raw') },
  {
    kind: 'export-diff',
    source: { ...POINT, snapshot: nameFromText('s2') },
    fromSnapshot: nameFromText('s1'),
    path: join(folder, 's1-s2.diff'),
  },
  {
    kind: 'merge',
    inputs: fixtureChain('img').map(({ path }) => ({ kind: 'file' as const, path })),
    path: join(folder, 'all.diff'),
  },
]

describe('every file that is written', () => {
  it('gets a manifest that an outsider finds right', async () => {
    const { library, folder } = await begin()
    for (const request of requests(folder)) {
      const { digest } = await run(library, request)
      expect(checkManifests(request.path)).toEqual({ lines: [`ok ${request.path} ${digest ?? ''}`], code: 0 })
      expect((await readManifest(request.path))?.file.digest).toBe(digest)
    }
    expect(readdirSync(folder).toSorted()).toEqual(
      ['all.diff', 's1-s2.diff', 's2.raw'].flatMap((name) => [name, `${name}.rbdm.json`]),
    )
  })

  it('gets none where none is wanted, and no digest', async () => {
    const { library, folder } = await begin()
    for (const request of requests(folder)) {
      const report = await run(library, { ...request, output: { manifest: false } } as JobRequest)
      expect(report.digest).toBeUndefined()
    }
    expect(readdirSync(folder).toSorted()).toEqual(['all.diff', 's1-s2.diff', 's2.raw'])
  })

  it('is not begun where the name of its manifest is taken', async () => {
    const { library, folder } = await begin()
    for (const request of requests(folder)) {
      writeFileSync(`${request.path}.rbdm.json`, 'mine')
      await expect(run(library, request)).rejects.toMatchObject({ code: 'E_FILE_EXISTS' })
      expect(readFileSync(`${request.path}.rbdm.json`, 'utf8')).toBe('mine')
    }
    expect(readdirSync(folder).toSorted()).toEqual(['all.diff.rbdm.json', 's1-s2.diff.rbdm.json', 's2.raw.rbdm.json'])
  })
})

describe('the outside checker', () => {
  it('finds what is not as it was', async () => {
    const { library, folder } = await begin()
    const [, request] = requests(folder)
    if (request === undefined) throw new Error('there is no request')
    await run(library, request)
    const good = readFileSync(request.path)
    const text = readFileSync(`${request.path}.rbdm.json`, 'utf8')
    const other = (name: string, change: (path: string) => void): string => {
      const path = join(folder, name)
      copyFileSync(request.path, path)
      writeFileSync(`${path}.rbdm.json`, text)
      change(path)
      return path
    }
    const bad = [
      other('flipped', (path) =>
        writeFileSync(path, good.with(good.length >> 1, 0x5a ^ (good[good.length >> 1] as number))),
      ),
      other('cut', (path) => truncateSync(path, good.length - 1)),
      other('longer', (path) => writeFileSync(path, Buffer.concat([good, Buffer.of(0)]))),
      other('changed', (path) => writeFileSync(`${path}.rbdm.json`, text.replace('rbd-studio"', 'rbd-studiO"'))),
      other('ended', (path) => writeFileSync(`${path}.rbdm.json`, text.slice(0, -1))),
    ]
    const { lines, code } = checkManifests(request.path, ...bad)
    expect(code).toBe(1)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['ok', 'BAD', 'BAD', 'BAD', 'BAD', 'BAD'])
  })
})
