import { createStore } from 'zustand/vanilla'
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts'

/** The settings as the host has them. */
export const settingsStore = createStore<Settings>(() => DEFAULT_SETTINGS)
