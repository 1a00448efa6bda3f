import { createStore } from 'zustand/vanilla'
import type { Settings } from '../../shared/contract.ts'

/** The settings as the host has them. */
export const settingsStore = createStore<Settings>(() => ({ theme: 'system', exportFolder: null }))
