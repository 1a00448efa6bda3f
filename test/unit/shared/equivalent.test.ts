import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equivalentOf, quoteSh } from '../../../shared/equivalent.ts'
import type { ImageRef, PointRef } from '../../../shared/imageSpec.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import type { Name } from '../../../shared/names.ts'
import { nameFromText } from '../../../shared/names.ts'
import { seed } from '../../support/propertyRuns.ts'

const image = (connection: string, pool: string, name: string): ImageRef => ({
  connection,
  pool: nameFromText(pool),
  namespace: '',
  image: nameFromText(name),
})
const at = (ref: ImageRef, snapshot: string | null): PointRef => ({
  ...ref,
  snapshot: snapshot === null ? null : nameFromText(snapshot),
})
const lab = image('lab', 'rbd', 'img')
const library = image('library', 'rbd', 'img')
const s1: Name = nameFromText('s1')
const file = (path: string) => ({ kind: 'file', path }) as const

/** What a row says of a request on a cluster: rbd's lines and our line. */
const cases: readonly (readonly [name: string, request: JobRequest, rbd: readonly string[], studio: string])[] = [
  [
    'export',
    { kind: 'export', source: at(lab, 's1'), path: '/a/b c.raw' },
    ["rbd export rbd/img@s1 '/a/b c.raw'"],
    "rbd-studio export lab://rbd/img@s1 '/a/b c.raw'",
  ],
  [
    'export-diff from nothing',
    { kind: 'export-diff', source: at(lab, null), fromSnapshot: null, path: '/x.diff' },
    ['rbd export-diff rbd/img /x.diff'],
    'rbd-studio export-diff lab://rbd/img /x.diff',
  ],
  [
    'export-diff from a snapshot',
    { kind: 'export-diff', source: at(lab, 's2'), fromSnapshot: s1, path: '/x.diff' },
    ['rbd export-diff --from-snap s1 rbd/img@s2 /x.diff'],
    'rbd-studio export-diff --from-snap s1 lab://rbd/img@s2 /x.diff',
  ],
  [
    'import raw',
    { kind: 'import', format: 'raw', paths: ['/x.raw'], target: lab },
    ['rbd import /x.raw rbd/img'],
    'rbd-studio import /x.raw lab://rbd/img',
  ],
  [
    'import diffs',
    { kind: 'import', format: 'diffs', paths: ['/a', '/b'], target: lab },
    ['rbd create --size 4096B rbd/img', 'rbd import-diff /a rbd/img', 'rbd import-diff /b rbd/img'],
    'rbd-studio create --size 4096B lab://rbd/img && rbd-studio import-diff /a lab://rbd/img && rbd-studio import-diff /b lab://rbd/img',
  ],
  [
    'import-diff as overlay',
    { kind: 'import-diff', paths: ['/a'], target: lab, overlay: true },
    ['rbd import-diff /a rbd/img'],
    'rbd-studio import-diff --overlay /a lab://rbd/img',
  ],
  [
    'merge of two',
    { kind: 'merge', inputs: [file('/a'), file('/b')], path: '/c' },
    ['rbd merge-diff /a /b /c'],
    'rbd-studio merge-diff /a /b /c',
  ],
  [
    'merge of four',
    { kind: 'merge', inputs: [file('/a'), file('/b'), file('/c'), file('/d')], path: '/e' },
    ['rbd merge-diff /a /b - | rbd merge-diff - /c - | rbd merge-diff - /d /e'],
    'rbd-studio merge-diff /a /b /c /d /e',
  ],
  [
    'merge of neighbouring stretches',
    {
      kind: 'merge',
      inputs: [
        { kind: 'range', image: lab, from: s1, to: nameFromText('s2') },
        { kind: 'range', image: lab, from: nameFromText('s2'), to: null },
      ],
      path: '/e',
    },
    [
      'rbd export-diff --from-snap s1 rbd/img@s2 1.diff',
      'rbd export-diff --from-snap s2 rbd/img 2.diff',
      'rbd merge-diff 1.diff 2.diff /e',
    ],
    'rbd-studio export-diff --from-snap s1 lab://rbd/img /e',
  ],
  [
    'pipe of everything',
    { kind: 'pipe', source: at(lab, 's1'), fromSnapshot: null, target: image('dr', 'bup', 'img'), create: true },
    ['rbd export rbd/img@s1 - | rbd import - bup/img'],
    'rbd-studio pipe lab://rbd/img@s1 dr://bup/img',
  ],
  [
    'pipe of an increment',
    { kind: 'pipe', source: at(lab, 's2'), fromSnapshot: s1, target: image('dr', 'bup', 'img'), create: false },
    ['rbd export-diff --from-snap s1 rbd/img@s2 - | rbd import-diff - bup/img'],
    'rbd-studio pipe --from-snap s1 lab://rbd/img@s2 dr://bup/img',
  ],
]

const point = (ref: ImageRef, snapshot: string | null) => ({ kind: 'point', point: at(ref, snapshot) }) as const
const files = (...paths: string[]) => ({ kind: 'files', paths, at: null }) as const

/** Jobs for which rbd has no lines, or none of the same kind: our line. */
const ours: readonly (readonly [name: string, request: JobRequest, studio: string])[] = [
  [
    'export of format 2',
    {
      kind: 'export',
      source: at(lab, 's1'),
      path: '/x.v2.zst',
      format: 'v2',
      dialect: '16.2',
      output: { compress: 'zstd', manifest: false },
    },
    'rbd-studio export --export-format 2 --v2-dialect 16.2 --compress zstd --no-manifest lab://rbd/img@s1 /x.v2.zst',
  ],
  [
    'import of format 2',
    { kind: 'import', format: 'v2', paths: ['/x'], target: lab, confMeta: true, verifyFirst: true },
    'rbd-studio import --export-format 2 --conf-meta --verify-first /x lab://rbd/img',
  ],
  [
    'rebuild',
    { kind: 'convert', inputs: [file('/a'), file('/b')], to: 'raw', path: '/x', at: s1 },
    'rbd-studio convert --to raw --at s1 /a /b /x',
  ],
  [
    'convert with edits',
    {
      kind: 'convert',
      inputs: [{ kind: 'range', image: lab, from: null, to: null }],
      to: 'v2',
      path: '/x',
      edits: {
        dropSnapshots: [s1],
        renameSnapshots: [{ from: nameFromText('a b'), to: nameFromText('c') }],
        nameHead: nameFromText('now'),
        range: { offset: 4096, length: 512 },
      },
    },
    "rbd-studio convert --to v2 --drop-snap s1 --rename-snap 'a b=c' --name-head now --range 4096+512 lab://rbd/img /x",
  ],
  [
    'one diff under other names',
    {
      kind: 'convert',
      inputs: [file('/a')],
      to: 'diff',
      path: '/x',
      fromSnapshot: s1,
      edits: { from: nameFromText('-f'), to: null },
      sort: true,
    },
    'rbd-studio convert --to diff --from-snap s1 --set-from=-f --no-to --sort /a /x',
  ],
  [
    'compare',
    { kind: 'compare', a: point(lab, 's1'), b: { ...files('/a', '/b'), at: s1 } },
    'rbd-studio compare --b /a --b /b --at-b s1 lab://rbd/img@s1',
  ],
  ['difference of files', { kind: 'diff', a: files('/a'), b: files('/b'), path: '/x' }, 'rbd-studio diff /a /b /x'],
  [
    'verify an image',
    { kind: 'verify', what: { kind: 'image', image: lab }, percent: 10, olderThanMs: 7 * 86_400_000 },
    'rbd-studio verify --percent 10 --older-than 7d lab://rbd/img',
  ],
  ['verify files', { kind: 'verify', what: files('/a b') }, "rbd-studio verify '/a b'"],
  ['verify a folder', { kind: 'verify', what: { kind: 'folder', path: '/f' } }, 'rbd-studio verify /f'],
  ['manifests', { kind: 'manifest', paths: ['/a', '/b'] }, 'rbd-studio manifest /a /b'],
  ['roll back', { kind: 'rollback', target: lab, snapshot: s1 }, 'rbd-studio snap rollback lab://rbd/img@s1'],
  ['fold', { kind: 'fold', target: lab, first: 2, last: 4 }, 'rbd-studio fold --first 2 --last 4 lab://rbd/img'],
]

describe('equivalentOf', () => {
  it.each(ours)('has a line of ours for: %s', (_name, request, studio) => {
    expect(equivalentOf(request).studio.lines).toEqual([studio])
  })

  it('says what rbd can do of it, and why not the rest', () => {
    const rbd = (request: JobRequest) => equivalentOf(request).rbd
    expect(rbd({ kind: 'rollback', target: lab, snapshot: s1 }).lines).toEqual(['rbd snap rollback rbd/img@s1'])
    const between = { kind: 'diff', a: point(lab, 's1'), b: point(lab, null), path: '/x' } as const
    expect(rbd(between).lines).toEqual(['rbd export-diff --from-snap s1 rbd/img /x'])
    expect(rbd({ ...between, a: files('/a') }).reason).toContain('two points of one image')
    expect(rbd({ kind: 'fold', target: library }).reason).toContain('nothing to fold')
    expect(rbd({ kind: 'import', format: 'auto', paths: ['/x'], target: lab }).lines).toBeNull()
  })

  it('has no line where an image would need options among files', () => {
    const odd: ImageRef = { ...lab, image: nameFromText('a/b') }
    const what = { kind: 'image', image: odd } as const
    expect(equivalentOf({ kind: 'verify', what }).studio.lines).toBeNull()
    expect(equivalentOf({ kind: 'compare', a: point(odd, null), b: files('/a') }).studio.lines).toBeNull()
  })

  it.each(cases)('%s', (_name, request, rbd, studio) => {
    const equivalent = equivalentOf(request, { sizeBytes: 4096 })
    expect(equivalent.rbd.lines).toEqual(rbd)
    expect(equivalent.studio.lines).toEqual([studio])
    expect(equivalent.onCluster).toBeNull()
  })

  it('has no rbd lines for the library, says why, and shows what they would be for a cluster', () => {
    const { rbd, onCluster, studio } = equivalentOf({ kind: 'export', source: at(library, 's1'), path: '/x' })
    expect(rbd.lines).toBeNull()
    expect(rbd.reason).toContain('library')
    expect(onCluster).toEqual(['rbd export rbd/img@s1 /x'])
    expect(studio.lines).toEqual(['rbd-studio export library://rbd/img@s1 /x'])
  })

  it('says by name that a live image may become smaller', () => {
    const studio = (request: JobRequest) => equivalentOf(request).studio.lines
    const dr = image('dr', 'bup', 'img')
    const consent = { allowShrink: true } as const
    expect(studio({ kind: 'import-diff', paths: ['/a'], target: lab, overlay: false, ...consent })).toEqual([
      'rbd-studio import-diff --allow-shrink /a lab://rbd/img',
    ])
    expect(
      studio({ kind: 'pipe', source: at(lab, 's2'), fromSnapshot: s1, target: dr, create: false, ...consent }),
    ).toEqual(['rbd-studio pipe --from-snap s1 --allow-shrink lab://rbd/img@s2 dr://bup/img'])
    expect(studio({ kind: 'replicate', source: lab, target: dr, ...consent })).toEqual([
      'rbd-studio replicate --allow-shrink lab://rbd/img dr://bup/img',
    ])
  })

  it('says which options rbd still needs to reach a cluster, and nothing of the kind for this machine’s own or the library', () => {
    const note = (ref: ImageRef) => equivalentOf({ kind: 'flatten', target: ref }).note
    expect(note(lab)).toContain('how to reach lab')
    expect(note(image('ceph', 'rbd', 'img'))).toBeNull()
    const pipe = (source: ImageRef, target: ImageRef) =>
      equivalentOf({ kind: 'pipe', source: at(source, 's1'), fromSnapshot: null, target, create: true }).note
    expect(pipe(lab, image('dr', 'bup', 'img'))).toContain('of its own, lab and dr')
    expect(pipe(library, lab)).not.toContain('--conf')
  })

  it('says in what rbd differs where it writes into a live image, and not where it is the very same', () => {
    const note = (request: JobRequest) => equivalentOf(request).note
    const diff = (target: ImageRef): JobRequest => ({ kind: 'import-diff', paths: ['/a'], target, overlay: false })
    expect(note(diff(lab))).toContain('leaves a part of the diff in it')
    expect(note(diff(library))).toBeNull()
    expect(note({ kind: 'rollback', target: library, snapshot: s1 })).toContain('in place')
    expect(note({ kind: 'rollback', target: image('ceph', 'rbd', 'img'), snapshot: s1 })).toBeNull()
  })

  it('says with options what a spec cannot say', () => {
    const odd: ImageRef = { connection: 'lab', pool: nameFromText('rbd'), namespace: 'ns', image: nameFromText('a/b') }
    expect(equivalentOf({ kind: 'export', source: at(odd, 'x@y'), path: '/x' }).rbd.lines).toEqual([
      'rbd export --pool=rbd --namespace=ns --image=a/b --snap=x@y /x',
    ])
    expect(equivalentOf({ kind: 'import', format: 'raw', paths: ['/x'], target: odd }).rbd.lines).toEqual([
      'rbd import /x --dest-pool=rbd --dest-namespace=ns --dest=a/b',
    ])
    expect(equivalentOf({ kind: 'export', source: at(image('lab', '-p', 'i'), null), path: '/x' }).rbd.lines).toEqual([
      'rbd export --pool=-p --image=i /x',
    ])
  })

  it('keeps a from-snapshot that starts with a dash an argument of its option', () => {
    const request: JobRequest = {
      kind: 'export-diff',
      source: at(lab, null),
      fromSnapshot: nameFromText('-f o'),
      path: '/x',
    }
    expect(equivalentOf(request).rbd.lines).toEqual(["rbd export-diff '--from-snap=-f o' rbd/img /x"])
  })

  it('has no lines at all where a name cannot be typed', () => {
    const source = { ...lab, snapshot: { text: 's\uFFFD', base64: 'c/8=' } }
    const equivalent = equivalentOf({ kind: 'export', source, path: '/x' })
    expect([equivalent.rbd.lines, equivalent.studio.lines, equivalent.onCluster]).toEqual([null, null, null])
    expect(equivalent.rbd.reason).toContain('UTF-8')
  })

  it('has no line for a new image of diffs whose size is not known', () => {
    const { rbd } = equivalentOf({ kind: 'import', format: 'diffs', paths: ['/a'], target: lab })
    expect(rbd.reason).toContain('size')
  })

  it('has no single line of ours for files and stretches together', () => {
    const inputs = [file('/a'), { kind: 'range', image: lab, from: s1, to: null } as const]
    expect(equivalentOf({ kind: 'merge', inputs, path: '/c' }).studio.lines).toBeNull()
  })
})

describe('quoteSh', () => {
  it('leaves plain words bare', () => {
    expect(['a', 'rbd/img@s1', '/a/b.diff', '--size=1'].map(quoteSh)).toEqual([
      'a',
      'rbd/img@s1',
      '/a/b.diff',
      '--size=1',
    ])
  })

  it('makes of any text one argument that sh reads back unchanged', () => {
    const character = fc.constantFrom(...Array.from(` \t\n'"\\$\`*?[]{}()<>|&;!#~=%^-aZ0é漢😀`))
    const texts = fc
      .sample(fc.array(character, { maxLength: 12 }), { seed, numRuns: 300 })
      .map((parts) => parts.join(''))
    texts.push('', "it's", '$(id) `id` \\', '*?[a] ~ {a,b} !x #y', 'a\nb', '-n')
    const output = execFileSync('sh', ['-c', `printf '%s\\0' ${texts.map(quoteSh).join(' ')}`], { encoding: 'utf8' })
    expect(output.split('\0').slice(0, -1)).toEqual(texts)
  })
})
