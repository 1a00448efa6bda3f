import { describe, expect, it } from 'vitest'
import { isAppError } from '../../../shared/errors.ts'
import { formatSpec, imageOf, parsePoolSpec, parseSpec, specToImage } from '../../../shared/imageSpec.ts'

const nothing = { connection: null, pool: null, namespace: null, image: null, snapshot: null }

describe('parseSpec splits as rbd does', () => {
  it.each([
    ['img', { ...nothing, image: 'img' }],
    ['rbd/img', { ...nothing, pool: 'rbd', image: 'img' }],
    ['a/b/c', { ...nothing, pool: 'a', namespace: 'b', image: 'c' }],
    ['img@s1', { ...nothing, image: 'img', snapshot: 's1' }],
    ['library://rbd/img1@s1', { ...nothing, connection: 'library', pool: 'rbd', image: 'img1', snapshot: 's1' }],
    [' lead/..', { ...nothing, pool: ' lead', image: '..' }],
    ['pool/-dash', { ...nothing, pool: 'pool', image: '-dash' }],
    ['größe:"x"', { ...nothing, image: 'größe:"x"' }],
  ])('%j', (text, spec) => {
    expect(parseSpec(text)).toEqual(spec)
  })

  it.each(['', '/', 'rbd/', '/img', 'a//c', 'a/b/c/d', 'img@', 'rbd/e0@x@y', 'img@a/b', 'library://'])(
    'refuses %j',
    (text) => {
      try {
        parseSpec(text)
        expect.unreachable()
      } catch (error) {
        expect(isAppError(error, 'E_SPEC_INVALID')).toBe(true)
      }
    },
  )

  it('takes what is no connection name for part of the path, as it stands', () => {
    expect(() => parseSpec('Library://rbd/img')).toThrow('invalid spec')
  })
})

it('parsePoolSpec', () => {
  expect(parsePoolSpec('rbd')).toEqual({ connection: null, pool: 'rbd', namespace: '' })
  expect(parsePoolSpec('library://rbd/ns')).toEqual({ connection: 'library', pool: 'rbd', namespace: 'ns' })
  for (const text of ['', 'a/b/c', 'rbd@x']) expect(() => parsePoolSpec(text)).toThrow('invalid pool name')
})

it('formatSpec is what parseSpec was given', () => {
  for (const text of ['rbd/img', 'a/b/c']) {
    const spec = parseSpec(text)
    const image = specToImage({ ...spec, image: spec.image ?? '' }, 'library')
    expect(formatSpec(image)).toBe(text)
    expect(formatSpec(image, true)).toBe(`library://${text}`)
    const point = { ...image, snapshot: { text: 's1' } }
    expect(formatSpec(point)).toBe(`${text}@s1`)
    expect(imageOf(point)).toEqual(image)
  }
})
