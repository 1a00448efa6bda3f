import { AppError } from '../../../shared/errors.ts'
import { addFinding, type Finding, type ToleratedFault } from './finding.ts'

/**
 * The part of a stream an error lies in; with `field` it tells the sentence and exit code of each verb (FORMATS §9).
 * `image`: the header records of an export of format 2. `count`: its number of diffs, and what follows the last of them.
 */
export type StreamPart = 'banner' | 'image' | 'count' | 'header' | 'record' | 'payload' | 'end'

/** The field of a stream an error lies in. `tag-length`: the length a v2 record says of itself; `body`: what it counts. */
export type StreamField =
  | 'banner'
  | 'tag'
  | 'tag-length'
  | 'body'
  | 'from'
  | 'to'
  | 'size'
  | 'protection'
  | 'offset'
  | 'length'
  | 'data'
  | 'order'
  | 'features'
  | 'stripe-unit'
  | 'stripe-count'
  | 'meta-key'
  | 'meta-value'
  | 'count'

/** What is wrong with a record that was read whole. */
export type RecordFault =
  | 'name-too-long'
  | 'header-after-data'
  | 'header-too-long'
  | 'key-too-long'
  | 'value-too-long'
  | ToleratedFault

const HINT_DAMAGED = 'The stream is damaged or was not made by rbd; get it again from where it was made'

/**
 * E_STREAM_TRUNCATED: the stream breaks off. `detail` is `{ offset, part, field }`; `offset` is where the bytes end.
 */
export function truncated(part: StreamPart, field: StreamField, offset: number): AppError {
  return new AppError('E_STREAM_TRUNCATED', `The stream breaks off at byte ${offset}, in the ${placeOf(part, field)}`, {
    hint: 'The file or transfer is incomplete; get the stream again from where it was made',
    detail: { offset, part, field },
  })
}

function placeOf(part: StreamPart, field: StreamField): string {
  switch (field) {
    case 'banner':
      return 'banner'
    case 'tag':
      if (part === 'image') return 'header of the image'
      return part === 'header' ? 'header' : 'place where the next record or the end mark should stand'
    case 'from':
      return 'name of the start snapshot'
    case 'to':
      return 'name of the end snapshot'
    case 'size':
      return 'image size'
    case 'offset':
    case 'length':
      return 'head of a record'
    case 'data':
      return 'data of a record'
    case 'tag-length':
    case 'body':
      return part === 'image' ? 'header of the image' : 'length or body of a record'
    case 'protection':
      return 'protection of a snapshot'
    case 'order':
    case 'features':
    case 'stripe-unit':
    case 'stripe-count':
      return 'header of the image'
    case 'meta-key':
    case 'meta-value':
      return 'metadata of the image'
    case 'count':
      return 'number of diffs'
  }
}

const FAULTS: Readonly<Record<RecordFault, string>> = {
  'name-too-long': 'a snapshot name longer than 4096 bytes',
  'header-after-data': 'a header record after the first data record',
  'header-too-long': 'a header of more records, or more bytes of names and metadata, than any image has',
  'key-too-long': 'a metadata key longer than 4 KiB',
  'value-too-long': 'a metadata value longer than 1 MiB',
  'wrong-length': 'a record whose length is not that of its body',
  'not-continuous': 'a diff that does not begin where the one in front of it ends',
  'name-twice': 'two diffs that end at a snapshot of the same name',
  'zero-length': 'a record of length 0',
  'out-of-order': 'a record that begins before the one in front of it',
  overlap: 'a record that overlaps the one in front of it',
  'past-size': 'a record that reaches beyond the image size',
}

/** E_STREAM_BAD_RECORD: `detail` is `{ offset, part, field, fault, … }`; `offset` is the byte of the record's tag. */
export function badRecord(
  part: StreamPart,
  field: StreamField,
  fault: RecordFault,
  offset: number,
  facts: Readonly<Record<string, number | null>> = {},
): AppError {
  return new AppError('E_STREAM_BAD_RECORD', `The stream has ${FAULTS[fault]}, at byte ${offset}`, {
    hint: HINT_DAMAGED,
    detail: { offset, part, field, fault, ...facts },
  })
}

/** A fault that is an error for a strict reader and a finding for a tolerant one. */
export function fault(
  strict: boolean,
  findings: Finding[],
  what: { readonly part: StreamPart; readonly field: StreamField; readonly fault: ToleratedFault },
  offset: number,
  facts: Readonly<Record<string, number | null>> = {},
): void {
  if (strict) throw badRecord(what.part, what.field, what.fault, offset, facts)
  addFinding(findings, { code: what.fault, offset, detail: facts })
}

/** E_STREAM_COUNT: the number of diffs is not that of the diffs there are. `detail` is `{ offset, part, field, count }`. */
export function wrongCount(sentence: string, offset: number, count: number): AppError {
  return new AppError('E_STREAM_COUNT', `${sentence}, at byte ${offset}`, {
    hint: HINT_DAMAGED,
    detail: { offset, part: 'count', field: 'count', count },
  })
}

const NUMBERS: Readonly<Partial<Record<StreamField, string>>> = {
  size: 'a size',
  offset: 'an offset',
  length: 'a length',
  'tag-length': 'a record length',
  order: 'an order',
  features: 'feature bits',
  'stripe-unit': 'a stripe unit',
  'stripe-count': 'a stripe count',
  count: 'a number of diffs',
}

/** E_STREAM_TOO_LARGE: a number above 2^53-1. `detail` is `{ offset, part, field }`; `offset` is the byte of the number. */
export function tooLarge(part: StreamPart, field: StreamField, offset: number): AppError {
  return new AppError(
    'E_STREAM_TOO_LARGE',
    `The stream has ${NUMBERS[field] ?? 'a number'} above 2^53-1, at byte ${offset}`,
    {
      hint: HINT_DAMAGED,
      detail: { offset, part, field },
    },
  )
}

/** E_STREAM_UNKNOWN_TAG: `detail` is `{ offset, part, field: 'tag', tag }`. A v1 record of unknown tag cannot be skipped (FORMATS §3). */
export function unknownTag(part: StreamPart, tag: number, offset: number): AppError {
  const shown = tag > 0x20 && tag < 0x7f ? `"${String.fromCharCode(tag)}"` : `0x${tag.toString(16).padStart(2, '0')}`
  return new AppError('E_STREAM_UNKNOWN_TAG', `The stream has an unknown record ${shown} at byte ${offset}`, {
    hint: HINT_DAMAGED,
    detail: { offset, part, field: 'tag', tag },
  })
}
