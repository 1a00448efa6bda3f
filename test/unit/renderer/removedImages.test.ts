import { describe, expect, test } from 'vitest'
import { freeName, isNameTaken } from '../../../renderer/model/removedImages.ts'
import type { ImageSummary } from '../../../shared/contract.ts'
import type { RemovedImage } from '../../../shared/removedImage.ts'
import { LIBRARY } from '../../../shared/imageSpec.ts'
import { nameFromText } from '../../../shared/names.ts'

const refOf = (image: string, namespace = '') => ({
  connection: LIBRARY,
  pool: nameFromText('rbd'),
  namespace,
  image: nameFromText(image),
})
const removed: RemovedImage = {
  id: 'abc',
  ref: refOf('db'),
  removedAt: 1,
  keptUntil: 2,
  sizeBytes: 0,
  linkCount: 1,
  storedBytes: 0,
}
const there = (image: string, namespace = ''): ImageSummary => ({
  ref: refOf(image, namespace),
  state: 'ok',
  sizeBytes: 0,
  snapshotCount: 0,
  linkCount: 1,
  storedBytes: 0,
})

describe('the name of a removed image', () => {
  test('is taken by an image of the same namespace alone', () => {
    expect(isNameTaken(removed, [there('other'), there('db', 'ns')])).toBe(false)
    expect(isNameTaken(removed, [there('other'), there('db')])).toBe(true)
  })

  test('has a free one beside it, whatever was made meanwhile', () => {
    expect(freeName(removed, [there('db')])).toBe('db-restored')
    const more = [there('db'), there('db-restored'), there('db-restored-2'), there('db-restored-3', 'ns')]
    expect(freeName(removed, more)).toBe('db-restored-3')
  })
})
