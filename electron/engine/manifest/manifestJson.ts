import { z } from 'zod'
import { bytesOf } from '../library/nameFields.ts'
import type { DeltaFacts, SourceFacts } from './facts.ts'

const bytes = z.int().nonnegative()
const name = z.string().max(16_384)
const base64 = z.base64().max(8192)
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const time = z.iso.datetime()

const SourceJson = z
  .looseObject({
    fsid: z.string().max(100).optional(),
    pool: name.optional(),
    poolBase64: base64.optional(),
    namespace: z.string().max(4096).optional(),
    image: name.optional(),
    imageBase64: base64.optional(),
    imageId: z.string().max(4096),
  })
  .refine((source) => oneOf(source, 'pool') && oneOf(source, 'image'), { path: ['name'] })

const DeltaJson = z
  .looseObject({
    from: name.optional(),
    fromBase64: base64.optional(),
    fromId: bytes.optional(),
    to: name.optional(),
    toBase64: base64.optional(),
    toId: bytes.optional(),
    toCreatedAt: time.optional(),
    protected: z.boolean().optional(),
    sizeBytes: bytes.optional(),
    records: bytes,
    dataBytes: bytes,
    zeroBytes: bytes,
  })
  .refine((delta) => !isTwice(delta, 'from') && !isTwice(delta, 'to'), { path: ['name'] })

/** The shape of a manifest's text. Loose throughout: what a later program adds beside does not make it unreadable. */
export const ManifestJson = z.looseObject({
  format: z.literal('rbd-studio-manifest'),
  version: z.literal(1),
  kind: z.enum(['raw', 'diff-v1', 'image-v2']),
  packing: z.enum(['none', 'gzip', 'zstd']),
  lengthBytes: bytes,
  digest,
  parent: digest.optional(),
  replaces: z.array(digest).max(1000).optional(),
  source: SourceJson.optional(),
  madeFrom: z.looseObject({ digest, imageId: z.string().max(4096).optional(), toId: bytes.optional() }).optional(),
  deltas: z.array(DeltaJson).optional(),
  tool: z.looseObject({ name: z.string().max(200), version: z.string().max(200) }),
  createdAt: time,
  blockBytes: bytes.positive(),
  blocks: z.array(
    z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  ),
})

/** A name stands as text or as base64, not as both. */
function isTwice(object: Readonly<Record<string, unknown>>, key: string): boolean {
  return object[key] !== undefined && object[`${key}Base64`] !== undefined
}

function oneOf(object: Readonly<Record<string, unknown>>, key: string): boolean {
  return (object[key] === undefined) !== (object[`${key}Base64`] === undefined)
}

/** The facts that a parsed `source` stands for. */
export function sourceOf(json: z.infer<typeof SourceJson>): SourceFacts {
  const empty = new Uint8Array(0)
  return {
    fsid: json.fsid,
    pool: bytesOf(json, 'pool') ?? empty,
    namespace: json.namespace ?? '',
    image: bytesOf(json, 'image') ?? empty,
    imageId: json.imageId,
  }
}

/** The facts that one parsed delta stands for. */
export function deltaOf(json: z.infer<typeof DeltaJson>): DeltaFacts {
  return {
    header: {
      from: bytesOf(json, 'from'),
      to: bytesOf(json, 'to'),
      sizeBytes: json.sizeBytes ?? null,
      ...(json.protected === undefined ? {} : { isProtected: json.protected }),
    },
    records: json.records,
    dataBytes: json.dataBytes,
    zeroBytes: json.zeroBytes,
    ...(json.fromId === undefined ? {} : { fromId: json.fromId }),
    ...(json.toId === undefined ? {} : { toId: json.toId }),
    ...(json.toCreatedAt === undefined ? {} : { toCreatedAt: json.toCreatedAt }),
  }
}
