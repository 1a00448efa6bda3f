import { vi } from 'vitest'

/** Waits until a check holds, as long as a busy machine may take: what is claimed is that it comes, not when. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 20_000, interval: 20 })
}
