import { describe, expect, test } from 'vitest'
import { modeFor } from '../../../../renderer/stores/map.ts'

describe('the mode of the map', () => {
  test('follows what is chosen until somebody chooses a mode', () => {
    expect(modeFor(null, false)).toBe('allocated')
    expect(modeFor(null, true)).toBe('changed')
    expect(modeFor('age', true)).toBe('age')
    expect(modeFor('allocated', true)).toBe('allocated')
  })
})
