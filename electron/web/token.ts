import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A fresh secret that lets one page talk to this process: 32 random bytes as base64url. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether a received value is the token. The time it takes tells nothing about the token, nor about its length. */
export function isToken(given: unknown, token: string): boolean {
  // Digests are of one length whatever was sent, which `timingSafeEqual` asks for.
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(token))
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}
