import { describe, expect, it } from 'vitest'
import { createToken, isToken } from '../../../electron/web/token.ts'

describe('token', () => {
  it('is 32 bytes as base64url, and another one each time', () => {
    const token = createToken()
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(createToken()).not.toBe(token)
  })

  it('is taken whole only', () => {
    const token = createToken()
    expect(isToken(token, token)).toBe(true)
    for (const wrong of ['', token.slice(1), `${token}x`, createToken(), null, undefined, 0, [token], { token }]) {
      expect(isToken(wrong, token)).toBe(false)
    }
  })
})
