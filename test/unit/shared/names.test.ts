import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameFromBytes, nameKey, nameToBytes, sameBytes, sameName } from '../../../shared/names.ts'
import { runs, seed } from '../../support/propertyRuns.ts'

describe('names', () => {
  it('any bytes come back as they were, and only equal bytes have equal keys', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (a, b) => {
        expect(nameToBytes(nameFromBytes(a))).toEqual(a)
        expect(nameKey(nameFromBytes(a)) === nameKey(nameFromBytes(b))).toBe(sameBytes(a, b))
      }),
      { numRuns: runs(2000), seed },
    )
  })

  it('carries bytes beside the text only where the text cannot stand for them', () => {
    expect(nameFromBytes(new TextEncoder().encode('ünï-2'))).toEqual({ text: 'ünï-2' })
    expect(nameFromBytes(Uint8Array.of(0xff, 0x41))).toEqual({ text: '\ufffdA', base64: '/0E=' })
  })

  it('does not take a name for another one with the same text', () => {
    expect(sameName({ text: '\ufffdA' }, { text: '\ufffdA', base64: '/0E=' })).toBe(false)
  })

  it('keeps a byte order mark, which is part of the name', () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)
    expect(nameToBytes(nameFromBytes(bytes))).toEqual(bytes)
  })
})
