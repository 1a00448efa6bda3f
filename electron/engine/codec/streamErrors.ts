import { AppError } from '../../../shared/errors.ts'

/** The part of a stream an error lies in; with `field` it tells the sentence and exit code of each verb (FORMATS §9). */
export type StreamPart = 'banner' | 'header' | 'record' | 'payload' | 'end'

/** The field of a stream an error lies in. */
export type StreamField = 'banner' | 'tag' | 'from' | 'to' | 'size' | 'offset' | 'length' | 'data'

/** What is wrong with a record that was read whole. */
export type RecordFault =
  | 'name-too-long'
  | 'header-after-data'
  | 'zero-length'
  | 'out-of-order'
  | 'overlap'
  | 'past-size'

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
  }
}

const FAULTS: Readonly<Record<RecordFault, string>> = {
  'name-too-long': 'a snapshot name longer than 4096 bytes',
  'header-after-data': 'a header record after the first data record',
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

/** E_STREAM_TOO_LARGE: a number above 2^53-1. `detail` is `{ offset, part, field }`; `offset` is the byte of the number. */
export function tooLarge(part: StreamPart, field: StreamField, offset: number): AppError {
  return new AppError('E_STREAM_TOO_LARGE', `The stream has a ${field} above 2^53-1, at byte ${offset}`, {
    hint: HINT_DAMAGED,
    detail: { offset, part, field },
  })
}

/** E_STREAM_UNKNOWN_TAG: `detail` is `{ offset, part, field: 'tag', tag }`. A v1 record of unknown tag cannot be skipped (FORMATS §3). */
export function unknownTag(part: StreamPart, tag: number, offset: number): AppError {
  const shown = tag > 0x20 && tag < 0x7f ? `"${String.fromCharCode(tag)}"` : `0x${tag.toString(16).padStart(2, '0')}`
  return new AppError('E_STREAM_UNKNOWN_TAG', `The stream has an unknown record ${shown} at byte ${offset}`, {
    hint: HINT_DAMAGED,
    detail: { offset, part, field: 'tag', tag },
  })
}
