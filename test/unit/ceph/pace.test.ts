import { describe, expect, it } from 'vitest'
import { requestBytesOf, requestsAtOnce } from '../../../electron/engine/ceph/pace.ts'

const KIB = 1024
const MIB = 1024 * KIB

describe('how many requests are under way at once', () => {
  it.each([
    ['gentle', 4 * MIB, 2],
    ['gentle', 16 * KIB, 8],
    ['gentle', null, 4],
    ['normal', 4 * MIB, 8],
    ['normal', 1 * MIB, 32],
    ['normal', 16 * KIB, 64],
    ['normal', 0, 64],
    ['normal', null, 16],
    ['fast', 4 * MIB, 32],
    ['fast', 32 * MIB, 16],
    ['fast', 4 * KIB, 128],
    ['fast', null, 64],
  ] as const)('%s, each of %s bytes: %i', (pace, requestBytes, requests) => {
    expect(requestsAtOnce(pace, requestBytes)).toBe(requests)
  })

  it('follows from what extents amount to, and an object is the largest', () => {
    expect(requestBytesOf({ count: 6000, dataBytes: 6000 * 16 * KIB })).toBe(16 * KIB)
    expect(requestBytesOf({ count: 1, dataBytes: 20 * 1024 * MIB })).toBe(4 * MIB)
    expect(requestBytesOf({ count: 1, dataBytes: 20 * 1024 * MIB }, 64 * KIB)).toBe(64 * KIB)
    expect(requestBytesOf({ count: 5, dataBytes: 0 })).toBeNull()
    expect(requestBytesOf({ count: 0, dataBytes: 0 })).toBeNull()
  })
})
