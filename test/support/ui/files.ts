import type { FolderScan } from '../../../shared/folders.ts'
import type { FileInspection } from '../../../shared/inspection.ts'
import { nameFromText } from '../../../shared/names.ts'
import { rounded } from './rounded.ts'

const GIB = 1024 ** 3

/** Files that are no diffs: one of format 2, a packed raw image that no diff continues, one that has to be unpacked first. */
export const MORE_FILES = ['shop.v2', 'img.raw.gz', 'web.raw.xz'] as const

const NOTHING_KNOWN = {
  what: null,
  from: null,
  to: null,
  sizeBytes: null,
  records: null,
  dataBytes: null,
  zeroBytes: null,
  complete: null,
  findings: [],
  problem: null,
} satisfies Partial<FileInspection>

const point = (name: string | null, dataBytes: number, isProtected = false) => ({
  name: name === null ? null : nameFromText(name),
  sizeBytes: 40 * GIB,
  protected: isProtected,
  records: 1200,
  dataBytes,
})

/** What a file would be: `FROM-TO.diff` is a diff, `.v2` of format 2, `.raw.gz` packed; any other has to be unpacked by hand. */
export function inspectionOf(path: string): FileInspection {
  const name = path.split('/').at(-1) ?? path
  const file = { ...NOTHING_KNOWN, path, name, fileBytes: 1.2 * GIB }
  const [, from, to] = /([a-z]+\d*)-([a-z]+\d*)\.diff$/.exec(name) ?? []
  if (from !== undefined && to !== undefined) {
    return rounded({
      ...file,
      kind: 'diff-v1',
      from: from === 'begin' ? null : nameFromText(from),
      to: to === 'head' ? null : nameFromText(to),
      sizeBytes: 200 * GIB,
      records: 9871,
      dataBytes: 1.2 * GIB,
      zeroBytes: 0,
      complete: true,
      ...(from === 'mon16' ? {} : { manifest: { state: 'ok', file: null, parent: null, image: 'db' } }),
    })
  }
  if (name.endsWith('.v2')) {
    const meta = [
      ['conf_rbd_cache', 'false'],
      ['conf_rbd_qos_iops_limit', '500'],
      ['owner', 'shop team'],
    ].map(([key = '', value = '']) => ({ key: nameFromText(key), value: nameFromText(value) }))
    return rounded({
      ...file,
      kind: 'image-v2',
      sizeBytes: 40 * GIB,
      records: 4800,
      dataBytes: 8.2 * GIB,
      zeroBytes: 0,
      complete: true,
      packing: 'zstd',
      points: [
        point('spring', 5.1 * GIB, true),
        point('summer', 1.9 * GIB),
        point('autumn', 0.9 * GIB),
        point(null, 0.3 * GIB),
      ],
      image: { order: 22, features: 61, stripeUnit: 65_536, stripeCount: 4, meta },
    })
  }
  if (name.endsWith('.gz')) return rounded({ ...file, kind: 'raw', sizeBytes: 20 * GIB, packing: 'gzip' })
  return rounded({
    ...file,
    kind: 'compressed',
    what: 'xz',
    problem: { code: 'E_FORMAT_COMPRESSED', message: `${name} is compressed with xz`, hint: `unxz ${name} unpacks it` },
  })
}

/** A folder with one chain that has a gap, one whole chain, a fork and a file that is no export. */
export function scanOf(path: string): FolderScan {
  const file = (name: string) => inspectionOf(`${path}/${name}`)
  const step = (name: string) => ({ file: file(name), gap: null })
  return {
    path,
    chains: [
      {
        called: 'rbd/db',
        usable: 3,
        steps: [
          step('db-begin-sat14.diff'),
          step('db-sat14-mon16.diff'),
          step('db-mon16-tue17.diff'),
          {
            file: file('db-wed18-thu19.diff'),
            gap: {
              after: nameFromText('tue17'),
              before: nameFromText('wed18'),
              sentence: 'The next file needs the snapshot wed18, and no file here leads to it. Restorable up to tue17.',
            },
          },
        ],
      },
      { called: 'shop', usable: 1, steps: [step('shop.v2')] },
    ],
    leftovers: [
      {
        file: file('db-mon16-tue17b.diff'),
        reason: 'It leads away from the chain at mon16: db-mon16-tue17.diff took its place',
      },
      { file: file('web.raw.xz'), reason: 'web.raw.xz is compressed with xz. unxz web.raw.xz unpacks it' },
    ],
    otherFiles: 3,
  }
}
