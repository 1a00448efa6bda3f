import { describe, expect, it } from 'vitest'
import { fileNameFor, isAbsolute, joinPath, nextFreeName } from '../../../renderer/model/exportPath.ts'
import { commonSnapshots, nameProblem, sizeOf } from '../../../renderer/model/forms.ts'
import {
  firstAction,
  imageNameFor,
  isMatch,
  possibleWith,
  requestFor,
  sheetFor,
  usableFiles,
} from '../../../renderer/model/importPlan.ts'
import { libraryRows } from '../../../renderer/model/libraryRows.ts'
import { withFiles } from '../../../renderer/stores/inspector.ts'
import { socketAddress, takeToken } from '../../../renderer/transport/websocket.ts'
import { sortIntoChains } from '../../../shared/chain.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { details, diffFile, formatTwo, link, snapshot } from './details.ts'

const chainOf = (...files: FileInspection[]) => sortIntoChains(files).chains[0] ?? null
const where = { newImage: null, target: null, overlay: false, confMeta: false, verifyFirst: false, all: [] }

describe('paths of exports', () => {
  it('joins with the slash the folder has', () => {
    expect(joinPath('/a', 'b')).toBe('/a/b')
    expect(joinPath('/a/', 'b')).toBe('/a/b')
    expect(joinPath('C:\\a', 'b')).toBe('C:\\a\\b')
  })

  it('knows absolute paths of every system', () => {
    expect(['/a', 'C:\\a', 'c:/a', '\\\\host\\a'].map(isAbsolute)).toEqual([true, true, true, true])
    expect(['a', './a', 'C:a', ''].map(isAbsolute)).toEqual([false, false, false, false])
  })

  it('makes file names of any names', () => {
    expect(fileNameFor(['img', 's1', 's2'], 'diff')).toBe('img_s1_s2.diff')
    expect(fileNameFor(['a/b@c', '..', 'd e'], 'raw')).toBe('a-b-c_d-e.raw')
    expect(fileNameFor(['../..'], 'raw')).toBe('export.raw')
    expect(fileNameFor(['x'.repeat(4096)], 'raw').length).toBeLessThan(100)
  })

  it('counts names on', () => {
    expect(nextFreeName('/a/b.diff')).toBe('/a/b-2.diff')
    expect(nextFreeName('/a/b-2.diff')).toBe('/a/b-3.diff')
    expect(nextFreeName('/a.d/b')).toBe('/a.d/b-2')
  })
})

describe('forms', () => {
  it('refuse names that a spec cannot say', () => {
    expect(nameProblem('ok')).toBeNull()
    expect(nameProblem(' ')).not.toBeNull()
    expect(nameProblem('a/b')).not.toBeNull()
    expect(nameProblem('a@b')).not.toBeNull()
  })

  it('read sizes with blanks and without a unit', () => {
    expect(sizeOf('20 GiB')).toBe(20 * 1024 ** 3)
    expect(sizeOf('512')).toBe(512 * 1024 ** 2)
    expect(sizeOf('much')).toBeNull()
  })

  it('find snapshots of both ends that stand before the point to send', () => {
    const links = [link(1), link(2), link(3)]
    const source = details(links, [snapshot('a', 1), snapshot('b', 2), snapshot('c', 3)])
    const target = details(links, [snapshot('c', 1), snapshot('a', 2)])
    expect(commonSnapshots(source, null, target)).toEqual([{ text: 'a' }, { text: 'c' }])
    expect(commonSnapshots(source, { text: 'c' }, target)).toEqual([{ text: 'a' }])
  })
})

describe('what can be done with dropped files', () => {
  const full = diffFile('a', null, 's1')
  const next = diffFile('b', 's1', 's2')

  it('is a new image for a chain from nothing', () => {
    const chain = chainOf(full, next)
    const possible = possibleWith(chain, true)
    expect(Object.values(possible)).toEqual(Object.values(possible).map(() => null))
    expect(firstAction(possible)).toBe('new')
    const target = details([], []).ref
    expect(requestFor('new', chain, { ...where, newImage: target })).toEqual({
      kind: 'import',
      format: 'diffs',
      paths: ['/drop/a', '/drop/b'],
      target,
    })
  })

  it('is to append for files that start at a snapshot, and says why no new image', () => {
    const possible = possibleWith(chainOf(next), true)
    expect(possible.new).toContain('s1')
    expect(possible.merge).not.toBeNull()
    expect(firstAction(possible)).toBe('append')
  })

  it('is only a new image for a raw file, and only to look for what cannot be used', () => {
    const raw = possibleWith(chainOf(diffFile('r', null, null, { kind: 'raw' })), true)
    expect([raw.new, raw.append === null, raw.merge === null]).toEqual([null, false, false])
    expect(firstAction(possibleWith(null, true))).toBe('open')
  })

  it('leaves out what stands behind a gap', () => {
    const chain = chainOf(full, next, diffFile('d', 's3', 's4'))
    expect(sheetFor('merge', usableFiles(chain))).toMatchObject({
      kind: 'merge',
      inputs: [
        { kind: 'file', path: '/drop/a' },
        { kind: 'file', path: '/drop/b' },
      ],
    })
  })

  it('is a new image for a file of format 2, with its settings left out unless asked for', () => {
    const chain = chainOf(formatTwo('shop.v2', ['a', 'b']))
    const possible = possibleWith(chain, true)
    expect([possible.new, possible.convert, possible.rebuild, possible.verify]).toEqual([null, null, null, null])
    expect([possible.append, possible.merge].every((why) => why !== null)).toBe(true)
    const newImage = details([], []).ref
    expect(requestFor('new', chain, { ...where, newImage })).toEqual({
      kind: 'import',
      format: 'v2',
      paths: ['/drop/shop.v2'],
      target: newImage,
    })
    expect(requestFor('new', chain, { ...where, newImage, confMeta: true })).toMatchObject({ confMeta: true })
    expect(sheetFor('convert', usableFiles(chain))).toMatchObject({ to: 'diffs' })
  })

  it('says which full image cannot be made; a full with diffs behind it can, in two jobs', () => {
    const diffs = possibleWith(chainOf(next), true)
    expect([diffs.rebuild?.includes('s1'), diffs.convert]).toEqual([true, null])
    const both = possibleWith(chainOf(formatTwo('x.v2', ['s1']), diffFile('x.s1-s2', 's1', 's2')), true)
    expect([both.new === null, both.merge === null, both.rebuild]).toEqual([true, false, null])
  })

  it('writes manifests only where there are none, and never beside copies that go with the job', () => {
    const manifest = { state: 'ok', file: null, parent: null, image: null } as const
    const chain = chainOf(diffFile('a', null, 's1', { manifest }), next)
    // The whole chain, so that each can name the file before it.
    expect(requestFor('manifest', chain, where)).toEqual({ kind: 'manifest', paths: ['/drop/a', '/drop/b'] })
    expect(possibleWith(chainOf(diffFile('a', null, 's1', { manifest })), true).manifest).not.toBeNull()
    expect(possibleWith(chain, true, true).manifest).not.toBeNull()
  })

  it('verifies damaged files, too', () => {
    const all = [diffFile('bad', null, null, { problem: { code: 'E_STREAM_TRUNCATED', message: 'cut' } })]
    expect(possibleWith(null, true).verify).toBeNull()
    expect(requestFor('verify', null, { ...where, all })).toEqual({
      kind: 'verify',
      what: { kind: 'files', paths: ['/drop/bad'] },
    })
  })

  it('matches an image that has the first snapshot and none of the new ones', () => {
    const chain = chainOf(next)
    const image = details([link(1)], [snapshot('s1', 1)])
    expect(chain && isMatch(image, chain)).toBe(true)
    expect(chain && isMatch(details([link(1)], [snapshot('x', 1)]), chain)).toBe(false)
    expect(chain && isMatch(details([link(1), link(2)], [snapshot('s1', 1), snapshot('s2', 2)]), chain)).toBe(false)
  })

  it('never matches files from nothing to an image with content', () => {
    const chain = chainOf(full)
    expect(chain && isMatch(details([link(1)], [snapshot('x', 1)]), chain)).toBe(false)
    expect(chain && isMatch(details([], []), chain)).toBe(true)
  })

  it('names a new image after its file, with a number where the name is taken', () => {
    expect(imageNameFor(diffFile('db.begin-s1.diff', null, 's1'), new Set())).toBe('db')
    expect(imageNameFor(diffFile('img.raw', null, null), new Set(['img']))).toBe('img-2')
  })

  it('reads a file that comes again in its old place', () => {
    const again = diffFile('a', null, 's9')
    expect(withFiles([full, next], [again]).map(({ to }) => to?.text)).toEqual(['s9', 's2'])
  })
})

it('the tree shows the images of open pools, and says where there are none', () => {
  const pool = (text: string) => ({ connection: 'library', name: { text }, imageCount: 1 })
  const rows = libraryRows({
    pools: [pool('a'), pool('b'), pool('c')],
    imagesOf: ({ name }) => (name.text === 'a' ? [details([], [])] : name.text === 'b' ? [] : undefined),
    keyOfPool: ({ name }) => name.text,
    keyOfImage: ({ ref }) => ref.image.text,
    closed: new Set(),
  })
  expect(rows.map((row) => (row.kind === 'note' ? `note ${row.isLoading}` : `${row.kind} ${row.key}`))).toEqual([
    'pool a',
    'image img',
    'pool b',
    'note false',
    'pool c',
    'note true',
  ])
})

describe('browser mode', () => {
  it('moves the token out of the address, and finds it again after a reload', () => {
    const stored = new Map<string, string>()
    const addresses: string[] = []
    const page = (hash: string) =>
      ({
        location: { hash, pathname: '/', search: '' },
        sessionStorage: {
          getItem: (key: string) => stored.get(key) ?? null,
          setItem: (key: string, value: string) => void stored.set(key, value),
        },
        history: { replaceState: (_state: unknown, _title: string, url: string) => void addresses.push(url) },
      }) as unknown as Window
    expect(takeToken(page('#token=secret'))).toBe('secret')
    expect(addresses).toEqual(['/'])
    expect(takeToken(page(''))).toBe('secret')
  })

  it('speaks to its own origin', () => {
    expect(socketAddress({ protocol: 'http:', host: '127.0.0.1:4711' })).toBe('ws://127.0.0.1:4711/ws')
  })
})
