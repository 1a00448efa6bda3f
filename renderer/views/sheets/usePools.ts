import { useStore } from 'zustand'
import type { PoolSummary } from '../../../shared/contract.ts'
import { imagesStore } from '../../stores/images.ts'

const NONE: readonly PoolSummary[] = []

/** The pools as far as they were read. */
export function usePools(): readonly PoolSummary[] {
  return useStore(imagesStore, (state) => state.pools) ?? NONE
}
