import { createHash } from 'node:crypto'

const LABEL_MAX = 40

/** How many hex digits of the hash a folder's name may carry: the first is the rule, the others for names that collide in it. */
const HASH_DIGITS = [6, 12, 64] as const

/**
 * The folder names a pool or image may have, the usual one first (DESIGN §9): a readable label of `[a-z0-9-]` and a few digits
 * of the hash of its name, so that no name (`..`, `CON`, `Web` beside `web`, 4096 bytes, bytes that are no text) can be
 * a bad file name. Two names whose labels and first digits agree differ in the later candidates.
 */
export function slugCandidates(name: Uint8Array, namespace = ''): readonly string[] {
  const hash = createHash('sha256')
  if (namespace !== '') hash.update(namespace).update('\0')
  const digest = hash.update(name).digest('hex')
  const label = labelOf(name)
  return HASH_DIGITS.map((digits) => `${label}-${digest.slice(0, digits)}`)
}

/** Whether a folder's name could be a slug: the catalogue passes over what somebody else put beside. */
export function isSlug(folder: string): boolean {
  return /^[a-z0-9-]{0,40}-(?:[0-9a-f]{6}|[0-9a-f]{12}|[0-9a-f]{64})$/.test(folder)
}

function labelOf(name: Uint8Array): string {
  const text = new TextDecoder().decode(name.subarray(0, 4 * LABEL_MAX))
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LABEL_MAX)
    .replace(/^-+|-+$/g, '')
}
